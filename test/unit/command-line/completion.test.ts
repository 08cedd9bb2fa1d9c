import { describe, expect, it } from "vitest";
import { STATUSES } from "../../../shared/domain/task.ts";
import { call } from "./surroundings.ts";

async function completed(...words: string[]): Promise<readonly string[]> {
  const { stdout } = await call(["__complete", "--", ...words]);
  return stdout.split("\n").filter((line) => line !== "");
}

describe("Completion", () => {
  it("offers commands, also those below others, but none that is hidden", async () => {
    expect(await completed("")).toEqual(
      expect.arrayContaining(["submit", "list", "profile", "help"]),
    );
    expect(await completed("")).not.toContain("__complete");
    expect(await completed("su")).toEqual(["submit"]);
    expect(await completed("--json", "profile", "")).toEqual(
      expect.arrayContaining(["add", "list", "remove", "use"]),
    );
  });

  it("offers a command's options and those that all have", async () => {
    const offered = await completed("submit", "--");
    expect(offered).toEqual(
      expect.arrayContaining(["--file", "--json", "--help", "--profile"]),
    );
    expect(await completed("submit", "--wai")).toEqual(["--wait"]);
  });

  it("offers the values of an option and of an argument, where they are known", async () => {
    expect(await completed("ls", "--status", "")).toEqual(
      [...STATUSES].toSorted(),
    );
    expect(await completed("list", "-p", "ur")).toEqual(["urgent"]);
    expect(await completed("completion", "")).toEqual(["bash", "fish", "zsh"]);
    expect(await completed("get", "")).toEqual([]);
    expect(await completed("--url", "li")).toEqual([]);
  });
});
