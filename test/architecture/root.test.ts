import { readdirSync } from "node:fs";
import { expect, it } from "vitest";

/**
 * A new entry needs an ADR: the root is the first page that a stranger reads. (Dot entries, which
 * tools and editors put where they must, are not listed by `ls`, and not here.)
 */
const ALLOWED = [
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "LICENSE",
  "README.md",
  "docker-compose.localstack.yml",
  "docs",
  "functions",
  "infra",
  "package-lock.json",
  "package.json",
  "serverless.yml",
  "shared",
  "test",
  "tsconfig.json",
];

/** Made by tools, ignored by git. */
const MADE = ["coverage", "node_modules"];

it("the root holds only what the layout names", () => {
  const visible = readdirSync(".").filter((name) => !name.startsWith("."));
  const known = new Set([...ALLOWED, ...MADE]);
  expect(visible.filter((name) => !known.has(name))).toEqual([]);
});
