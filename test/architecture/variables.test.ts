/** Whoever misspells a variable is told, because it is in one list which names there are: that list is whole. */
import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { VARIABLES } from "../../infra/variables/names.ts";

const CODE = [
  "functions/**/*.{ts,yml}",
  "infra/**/*.{ts,mjs,cjs,yml}",
  "infra/executor/Dockerfile",
  "shared/**/*.{ts,mjs}",
  "serverless.yml",
  "docker-compose.localstack.yml",
];
const DOCS = ["docs/*.md", "README.md"];

/** The list itself, and what is built of the code. */
const isItself = (file: string): boolean =>
  file.startsWith("infra/variables/") || file.includes("/dist/");

const namedIn = (patterns: readonly string[]): readonly string[] => {
  const files = globSync([...patterns]).filter((file) => !isItself(file));
  const names = files.flatMap(
    (file) => readFileSync(file, "utf8").match(/\bCCSP_[A-Z]\w*/gu) ?? [],
  );
  return [...new Set(names)].toSorted();
};

it("The variables that are known are those that the code names", () => {
  expect([...VARIABLES].toSorted()).toEqual(namedIn(CODE));
});

it("The docs name none that is not known", () => {
  expect(VARIABLES).toEqual(expect.arrayContaining([...namedIn(DOCS)]));
});
