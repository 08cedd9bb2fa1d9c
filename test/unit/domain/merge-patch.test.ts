import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type JsonObject,
  mergePatch,
} from "../../../shared/domain/merge-patch.ts";

describe("A merge patch", () => {
  // The examples of RFC 7396, appendix A, that have objects on both sides and keep no null.
  it.each<[JsonObject, JsonObject, JsonObject]>([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [{ a: "foo" }, { b: { c: 1 } }, { a: "foo", b: { c: 1 } }],
    [{ a: "foo" }, { a: { b: "d" } }, { a: { b: "d" } }],
  ])("%j with %j is %j", (target, patch, merged) => {
    expect(mergePatch(target, patch)).toEqual(merged);
  });

  it("leaves out an object of which nothing is left", () => {
    const target = { a: { b: { c: 1 } }, d: 2 };
    expect(mergePatch(target, { a: { b: { c: null } } })).toEqual({ d: 2 });
    expect(mergePatch({}, { a: { b: null }, c: {} })).toEqual({});
  });

  const names = fc.constantFrom("a", "b", "constructor");
  const patches = fc.letrec<{ object: JsonObject }>((tie) => ({
    object: fc.dictionary(
      names,
      fc.oneof(
        { depthSize: "small" },
        fc.constant(null),
        fc.integer(),
        fc.array(fc.integer()),
        tie("object"),
      ),
    ),
  })).object;

  it("changes nothing the second time, nor what it was given", () => {
    fc.assert(
      fc.property(patches, patches, (target, patch) => {
        const before = structuredClone(target);
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
        expect(target).toEqual(before);
      }),
    );
  });
});
