import { describe, expect, it } from "vitest";
import {
  isTooOld,
  readVersion,
} from "../../../shared/adapters/claude-cli/version.ts";

describe("the version in an answer", () => {
  it.each([
    ["2.1.330 (Claude Code)", "2.1.330"],
    ["2.1.330 (CCSP simulator)", "2.1.330"],
    ["9.9.9", "9.9.9"],
    ["v3.0", "3.0"],
    ["2.2.0-beta.1 (Claude Code)", "2.2.0-beta.1"],
    ["claude 2.5", "2.5"],
    ["Claude Code version 2.4.1, for tests", "2.4.1"],
    ["fake-claude v2.4.1\nsecond line", "2.4.1"],
  ])("is found: %j", (answer, version) => {
    expect(readVersion(answer)).toBe(version);
  });

  it.each([
    "",
    "git version 2.43.0",
    "echo (GNU coreutils) 9.4",
    "Usage: claude [options] [command] [prompt]",
    "Usage: claude [options]\n\n  --model  for example 3.5",
    "Claude Code",
    "127.0.0.1:8080 refused",
    "2.1.330a.b.c.d/e: not found",
    "12 monkeys",
  ])("is not seen where there is none of this program: %j", (answer) => {
    expect(readVersion(answer)).toBeUndefined();
  });
});

describe("a version", () => {
  it.each(["2.1.0", "2.1.197", "2.1.330", "2.2", "3.0.0-beta", "10.0.0"])(
    "is new enough: %s",
    (version) => {
      expect(isTooOld(version)).toBe(false);
    },
  );

  it.each(["0.0.1", "1.0.128", "1.9.999", "2.0.76", "2.0", "1.12"])(
    "is too old: %s",
    (version) => {
      expect(isTooOld(version)).toBe(true);
    },
  );
});
