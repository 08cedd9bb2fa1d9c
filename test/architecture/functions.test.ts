import { existsSync, readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const folders = readdirSync("functions").filter((name) => name !== "executor");

interface FunctionFile {
  readonly handler?: string;
  readonly description?: string;
  readonly timeout?: number;
}

/** CloudFormation's own tags (`!Ref`) are of no interest here, and stay text. */
function readFunctions(folder: string): FunctionFile[] {
  const text = readFileSync(`functions/${folder}/function.yml`, "utf8");
  const content = parse(text, { logLevel: "error" }) as Record<
    string,
    FunctionFile
  >;
  return Object.values(content);
}

it("the executor is a program, not a function", () => {
  expect(existsSync("functions/executor/main.ts")).toBe(true);
});

describe.each(folders)("functions/%s", (folder) => {
  it("has its handler beside its deployment", () => {
    expect(existsSync(`functions/${folder}/handler.ts`)).toBe(true);
    for (const { handler } of readFunctions(folder))
      expect(handler).toBe(`functions/${folder}/handler.handler`);
  });

  it("says what it is for and how long it may take", () => {
    for (const { description, timeout } of readFunctions(folder)) {
      expect(description).toMatch(/\w+ \w+/u);
      expect(timeout).toBeGreaterThan(0);
    }
  });

  it("is deployed", () => {
    expect(readFileSync("serverless.yml", "utf8")).toContain(
      `\${file(functions/${folder}/function.yml)}`,
    );
  });
});
