import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const HOSTS =
  /registry\.(?:npmjs|yarnpkg)\b|npm\.pkg\.github|\bpypi\.org|repo1?\.maven|deb\.debian/u;

function files(): string[] {
  const folders = ".{config,ci,github},docs,functions,infra,shared,test";
  return globSync([`{${folders}}/**/*`, "*", ".[a-z]*"], {
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

it("the lock file resolves packages wherever the user's registry is", () => {
  expect(readFileSync("package-lock.json", "utf8")).not.toContain('"resolved"');
});

it("no file names the host of a package registry", () => {
  const naming = files().filter((file) =>
    HOSTS.test(readFileSync(file, "utf8")),
  );
  expect(naming).toEqual([]);
});
