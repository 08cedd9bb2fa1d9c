import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";

/** What is left without types, comments, white space, and the two lines that may differ. */
const essence = (file: string, loader: "js" | "ts"): string =>
  transformSync(readFileSync(file, "utf8"), { loader, minifyWhitespace: true })
    .code.replace(/^import\{CCSPClient\}from"ccsp";/, "")
    .replace(/^export /, "")
    .replace(/new CCSPClient\(\{[^}]*\}\)/, "new CCSPClient(…)")
    .trim();

describe("The specification's sample agent", () => {
  it("needs only another import and another constructor line", () => {
    const original = essence("test/fixtures/seed/sample-agent.mjs", "js");
    expect(original).toContain("new CCSPClient(…)");
    expect(essence("docs/examples/sample-agent.ts", "ts")).toBe(original);
  });
});
