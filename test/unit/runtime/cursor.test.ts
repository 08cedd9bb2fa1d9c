import { expect, it } from "vitest";
import { fromCursor, toCursor } from "../../../shared/runtime/http/cursor.ts";

const POSITION =
  "2026-11-22T10:00:00.000Z#0b1f3c5d-7a9b-4c2d-8e4f-6a8b0c2d4e6f";

it("leads back to its position", () => {
  const cursor = toCursor(POSITION, "agent");
  expect(cursor).toMatch(/^[\w-]+$/);
  expect(fromCursor(cursor, "agent")).toBe(POSITION);
});

it("is refused when a single character is another", () => {
  const cursor = toCursor(POSITION, "agent");
  for (let index = 0; index < cursor.length; index += 1) {
    const other = cursor[index] === "A" ? "B" : "A";
    const bent = cursor.slice(0, index) + other + cursor.slice(index + 1);
    expect(() => fromCursor(bent, "agent")).toThrow("invalid-cursor");
  }
});

it("is refused from another agent", () => {
  const cursor = toCursor(POSITION, "agent");
  expect(() => fromCursor(cursor, "agent2")).toThrow("invalid-cursor");
});
