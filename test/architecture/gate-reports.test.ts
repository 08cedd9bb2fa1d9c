/** The gate counts what the reports say, and believes a second run only where it says more. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "ccsp-reports-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Status = "passed" | "failed" | "skipped";
interface File {
  readonly name: string;
  readonly tests: readonly (readonly [title: string, status: Status])[];
  /** Of what broke outside the tests. */
  readonly broken?: string;
}

function report(name: string, files: readonly File[]): string {
  const testResults = files.map(({ name: file, tests, broken }) => ({
    name: join(process.cwd(), file),
    message: broken ?? "",
    status:
      broken !== undefined || tests.some(([, status]) => status === "failed")
        ? "failed"
        : "passed",
    assertionResults: tests.map(([fullName, status]) => ({
      fullName,
      status,
      failureMessages: status === "failed" ? [`${fullName} went wrong`] : [],
    })),
  }));
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ testResults }));
  return path;
}

function reports(...args: readonly string[]) {
  const run = spawnSync("node", [".ci/reports.mjs", ...args], {
    encoding: "utf8",
  });
  return { said: run.stdout.trim(), told: run.stderr };
}

const FIRST = report("first", [
  { name: "test/a.test.ts", tests: [["holds", "passed"]] },
  {
    name: "test/b.test.ts",
    tests: [
      ["is slow", "failed"],
      ["is wrong", "failed"],
      ["is wrong", "passed"],
      ["is left out", "skipped"],
    ],
  },
  { name: "test/c.test.ts", tests: [], broken: "no stack" },
]);

describe("the gate's reports", () => {
  it("name the files with a failure", () => {
    expect(reports("files", FIRST).said.split("\n")).toEqual([
      "test/b.test.ts",
      "test/c.test.ts",
    ]);
  });

  it("count a broken file as a failed test, and tell why", () => {
    const { said, told } = reports("count", FIRST, join(folder, "none.json"));
    expect(said).toBe("2 3 1");
    expect(told).toContain("FAILED test/b.test.ts: is slow\nis slow went");
    expect(told).toContain("FAILED test/c.test.ts\nno stack");
  });

  it("take for passed what passed alone, and name it all the same", () => {
    const again = report("again", [
      {
        name: "test/b.test.ts",
        tests: [
          ["is slow", "passed"],
          ["is wrong", "failed"],
          ["is wrong", "passed"],
        ],
      },
      { name: "test/c.test.ts", tests: [["works", "passed"]] },
    ]);
    const { said, told } = reports("count", FIRST, again);
    expect(said).toBe("4 1 1");
    expect(told).toContain(
      "PASSED ALONE, AFTER IT HAD FAILED test/b.test.ts: is slow",
    );
    expect(told).toContain("FAILED test/b.test.ts: is wrong");
  });

  it("believe no second run that broke, or left a test out", () => {
    const again = report("broken", [
      { name: "test/b.test.ts", tests: [], broken: "no stack" },
      { name: "test/c.test.ts", tests: [["works", "skipped"]] },
    ]);
    expect(reports("count", FIRST, again).said).toBe("2 3 1");
  });
});
