import fc from "fast-check";
import { expect, it } from "vitest";
import { VARIABLES } from "../../../infra/variables/names.ts";
import { problemsOfNames } from "../../../infra/variables/unknown.ts";

it("A misspelt variable is named with the one that was meant", () => {
  expect(problemsOfNames({ CCSP_CONCURENCY: "3" })).toEqual([
    "CCSP_CONCURENCY: is no setting; did you mean CCSP_CONCURRENCY?",
  ]);
});

it("One slip in any long name is told with that name", () => {
  const long = VARIABLES.filter((name) => name.length >= 15);
  const slip = fc.constantFrom(...long).chain((name) =>
    fc.record({
      name: fc.constant(name),
      at: fc.integer({ min: 6, max: name.length - 1 }),
    }),
  );
  fc.assert(
    fc.property(slip, ({ name, at }) => {
      const misspelt = `${name.slice(0, at)}Q${name.slice(at)}`;
      expect(problemsOfNames({ [misspelt]: "1" })).toEqual([
        `${misspelt}: is no setting; did you mean ${name}?`,
      ]);
    }),
  );
});

it("No name is guessed for one that is like none", () => {
  expect(problemsOfNames({ CCSP_BANANA: "1" })).toEqual([
    "CCSP_BANANA: is no setting; docs/configuration.md and docs/deploy.md name them all",
  ]);
});

it("What is known, empty or not ours is no problem", () => {
  const known = Object.fromEntries(VARIABLES.map((name) => [name, "1"]));
  expect(
    problemsOfNames({
      ...known,
      CCSP_CONCURENCY: "",
      CCSPORT: "1",
      AWS_X: "1",
    }),
  ).toEqual([]);
});
