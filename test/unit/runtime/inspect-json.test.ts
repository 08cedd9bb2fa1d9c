import { expect, it } from "vitest";
import { inspectJson } from "../../../shared/runtime/http/inspect-json.ts";

it.each([
  { json: "null" },
  { json: '"😀"' },
  { json: '{"a":[1,-0,1e308,{"b":null}],"":"","constructor":1}' },
  { json: "[".repeat(101) + "]".repeat(101) },
])("finds nothing wrong with $json", ({ json }) => {
  expect(inspectJson(JSON.parse(json))).toBeUndefined();
});

it.each([
  { json: '"\\ud83d"', field: "body" },
  { json: '["a",["b","\\udE00"]]', field: "1.1" },
  { json: '{"a":{"b":1e999}}', field: "a.b" },
  { json: '{"a":{"__proto__":{}}}', field: "a.__proto__" },
  { json: '{"a":1,"\\ud800":1}', field: "\uFFFD" },
])("finds what is wrong with $json", ({ json, field }) => {
  expect(inspectJson(JSON.parse(json))?.field).toBe(field);
});

it("ends at the depth limit, however deep it goes on, and names the way down in part", () => {
  const deep = JSON.parse('{"a":'.repeat(50_000) + "1" + "}".repeat(50_000));
  expect(inspectJson(deep)).toStrictEqual({
    field: "a.a.a.a.a.a.a.a",
    message: "is nested deeper than 100 levels; send it flatter",
  });
});
