import { describe, expect, it } from "vitest";
import {
  classifyStart,
  howItEnded,
  ourDoing,
} from "../../../shared/domain/program-end.ts";

describe("a program that could not be started", () => {
  it.each([
    [{ spawnError: "spawn ENOENT", spawnErrorCode: "ENOENT" }, "misconfigured"],
    [{ spawnError: "no folder" }, "misconfigured"],
    [{ exitCode: 126 }, "misconfigured"],
    [{ exitCode: 127 }, "misconfigured"],
    [{ spawnError: "spawn EMFILE", spawnErrorCode: "EMFILE" }, "crashed"],
    [{ spawnError: "host died", spawnErrorCode: "ECONNRESET" }, "crashed"],
    [{ exitCode: 1 }, undefined],
    [{ signal: "SIGKILL" }, undefined],
  ])("%j is %s", (end, outcome) => {
    expect(classifyStart(end)).toBe(outcome);
  });
});

describe("the end of a program, in words", () => {
  it.each([
    [{ endedBy: "timeout", signal: "SIGKILL" }, "No result within 5 ms"],
    [{ endedBy: "stop", spawnError: "early" }, "The run was stopped"],
    [{ spawnError: "ENOENT" }, "The CLI could not be started: ENOENT"],
    [{ exitCode: 1 }, undefined],
  ] as const)("says what we did: %j", (end, words) => {
    expect(ourDoing(end, 5)).toBe(words);
  });

  it("says how it ended by itself", () => {
    expect(howItEnded({ exitCode: 3 })).toBe("with exit code 3");
    expect(howItEnded({ signal: "SIGKILL" })).toBe("by SIGKILL");
    expect(howItEnded({})).toBe("with exit code unknown");
  });
});
