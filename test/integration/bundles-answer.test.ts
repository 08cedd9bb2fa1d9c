import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type ColdStarts,
  coldStarts,
  FIRST_REQUESTS,
} from "./harness/cold-start.ts";

let functions: ColdStarts;
beforeAll(async () => {
  functions = await coldStarts();
});
afterAll(() => functions.end());

it("each function is asked", () => {
  const names = readdirSync("functions").filter((name) => name !== "executor");
  expect(Object.keys(FIRST_REQUESTS).toSorted()).toEqual(names.toSorted());
});

it.each([
  ["agent-api", 202],
  ["wait-task", 404],
  ["operator-api", 200],
  ["emergency-stop", 404],
  ["dispatch-scheduled", undefined],
  ["poll-session-issue", undefined],
])("the bundle of %s answers its first event", async (name, statusCode) => {
  const answer = await functions.first(name);
  expect(answer.statusCode).toBe(statusCode);
});
