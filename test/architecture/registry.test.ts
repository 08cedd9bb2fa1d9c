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

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockFile = readFileSync("package-lock.json", "utf8");

it("the lock file resolves packages wherever the user's registry is", () => {
  expect(lockFile).not.toContain('"resolved"');
});

/** npm leaves out what its registry does not offer; `npm ci` of npm 11 and later then refuses the file. */
it("the lock file holds every platform's variant of a package", () => {
  const { packages } = JSON.parse(lockFile) as {
    packages: Record<string, LockedPackage>;
  };
  const locked = new Set(
    Object.keys(packages).map((path) => path.split("node_modules/").at(-1)),
  );
  const missing = Object.values(packages)
    .flatMap((each) => Object.keys(each.optionalDependencies ?? {}))
    .filter((name) => !locked.has(name));
  expect(missing).toEqual([]);
});

it("no file names the host of a package registry", () => {
  const naming = files().filter((file) =>
    HOSTS.test(readFileSync(file, "utf8")),
  );
  expect(naming).toEqual([]);
});
