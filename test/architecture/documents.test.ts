/** What the documents say is what the code does: charts and tables are compared with it. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { STARVATION_BOUND } from "../../shared/domain/choice.ts";
import { STATUSES } from "../../shared/domain/task.ts";
import { documents } from "../docs/generated.ts";

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("The documents", () => {
  it("hold the tables that the code writes (npm run docs:write)", async () => {
    for (const { path, current, wanted } of await documents())
      expect({ path, text: current }).toEqual({ path, text: wanted });
  });

  it("draw each state of a task and no other", () => {
    const chart = /```mermaid\n(.*?)```/s.exec(read("docs/state-machine.md"));
    const names = chart?.[1]
      ?.split("\n")
      .flatMap((line) => /^\s*(\w+) --> (\w+)/.exec(line)?.slice(1) ?? []);
    expect(new Set(names)).toEqual(new Set(STATUSES));
  });

  it("describe each state of a task in a paragraph", () => {
    const text = read("docs/state-machine.md");
    for (const status of STATUSES) expect(text).toContain(`**${status}** –`);
  });

  it("promise the starvation bound that the code keeps", () => {
    expect(read("README.md")).toContain(
      `the bound is ${String(STARVATION_BOUND)} selections`,
    );
  });

  it("keep the README within 150 lines", () => {
    expect(read("README.md").split("\n").length).toBeLessThanOrEqual(150);
  });
});
