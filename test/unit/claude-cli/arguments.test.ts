import { describe, expect, it } from "vitest";
import { claudeArguments } from "../../../shared/adapters/claude-cli/arguments.ts";
import { refuseRequest } from "../../../shared/adapters/claude-cli/refuse-request.ts";

const REQUEST = { prompt: "do", timeoutMs: 1_000 };
const ALWAYS = [
  "-p",
  "--input-format",
  "text",
  "--output-format",
  "stream-json",
  "--verbose",
];

describe("the arguments of the CLI", () => {
  it("name nothing that was not asked for", () => {
    expect(claudeArguments(REQUEST, {})).toEqual(ALWAYS);
    const empty = { ...REQUEST, systemPrompt: "" };
    expect(claudeArguments(empty, { allowedTools: [] })).toEqual(ALWAYS);
  });

  it("carry every wish, also one that looks like a flag", () => {
    const request = {
      ...REQUEST,
      model: "opus",
      systemPrompt: "--version",
      maxTurns: 3,
      maxBudgetUsd: 0.5,
    };
    const permissions = {
      mode: "acceptEdits",
      allowedTools: ["Read", "Bash(echo:*)"],
      disallowedTools: ["WebFetch"],
    };
    expect(claudeArguments(request, permissions).slice(ALWAYS.length)).toEqual([
      ...["--model", "opus"],
      ...["--append-system-prompt", "--version"],
      ...["--max-turns", "3"],
      ...["--max-budget-usd", "0.5"],
      ...["--permission-mode", "acceptEdits"],
      "--allowedTools=Read,Bash(echo:*)",
      "--disallowedTools=WebFetch",
    ]);
  });

  it("never hold the prompt", () => {
    expect(claudeArguments(REQUEST, {})).not.toContain("do");
  });
});

describe("a request that the CLI could never run", () => {
  it.each([
    ["a model like a flag", { model: "--help" }],
    ["an empty model", { model: "" }],
    ["a model of two words", { model: "a b" }],
    ["a prompt of white space", { prompt: " \n\t" }],
    ["a system prompt with a NUL", { systemPrompt: "a\0b" }],
    ["a huge system prompt", { systemPrompt: "é".repeat(32 * 1024 + 1) }],
  ])("is refused with a reason: %s", (_, fields) => {
    expect(refuseRequest({ ...REQUEST, ...fields })).toEqual(
      expect.any(String),
    );
  });

  it.each([
    ["the longest system prompt", { systemPrompt: "é".repeat(32 * 1024) }],
    ["a system prompt like a flag", { systemPrompt: "-v" }],
    ["a model in brackets", { model: "claude-opus-4-8[1m]" }],
    ["nothing but context", { prompt: " ", context: { a: 1 } }],
  ])("is not %s", (_, fields) => {
    expect(refuseRequest({ ...REQUEST, ...fields })).toBeUndefined();
  });
});
