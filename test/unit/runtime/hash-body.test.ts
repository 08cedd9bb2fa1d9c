import fc from "fast-check";
import { expect, it } from "vitest";
import { hashBody } from "../../../shared/runtime/http/hash-body.ts";

/** The same value, with all names in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, each]) => [name, reversed(each)]),
  );
}

it("does not depend on the order of names", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(hashBody(reversed(value))).toBe(hashBody(value));
    }),
  );
});

it("tells different values apart", () => {
  const values = [
    {},
    [],
    null,
    "",
    0,
    { a: 1 },
    { a: "1" },
    { a: [1, 2] },
    { a: [2, 1] },
    { a: { b: 1 } },
    { a: null },
    { "a.b": 1 },
  ];
  expect(new Set(values.map(hashBody)).size).toBe(values.length);
});
