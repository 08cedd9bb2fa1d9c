import { expect, it } from "vitest";
import { fromCursor, toCursor } from "../../../shared/runtime/http/cursor.ts";

const POSITION =
  "2026-11-22T10:00:00.000Z#0b1f3c5d-7a9b-4c2d-8e4f-6a8b0c2d4e6f";

it.each(["a", "z".repeat(64), "0123456789abcdef"])(
  "leads to an id of whatever list: %s",
  (id) => {
    const position = `2026-11-22T10:00:00.000Z#${id}`;
    expect(fromCursor(toCursor(position, "agent"), "agent")).toBe(position);
  },
);

it.each([
  ...["", "x", "2026-11-22T10:00:00.000Z", "2026-11-22T10:00:00.000Z#"],
  ...["2026-11-22#a", `2026-11-22T10:00:00.000Z#${"a".repeat(65)}`],
  "2026-11-22T10:00:00.000Z#A",
])("is refused when it leads nowhere: %j", (position) => {
  const cursor = toCursor(position, "agent");
  expect(() => fromCursor(cursor, "agent")).toThrow("invalid-cursor");
});

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
