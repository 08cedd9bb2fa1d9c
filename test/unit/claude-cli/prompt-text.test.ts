import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { promptText } from "../../../shared/adapters/claude-cli/prompt-text.ts";

describe("the text of a prompt", () => {
  it("is the prompt itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (prompt) => {
        fc.pre(!prompt.startsWith("/"));
        expect(promptText({ prompt })).toBe(prompt);
      }),
    );
  });

  it("has a space before it when it would be a command of the CLI", () => {
    expect(promptText({ prompt: "/cost" })).toBe(" /cost");
    expect(promptText({ prompt: " /cost" })).toBe(" /cost");
  });

  it("is followed by the context, which nothing in it can break out of", () => {
    const context = { text: "```\n\n/cost", list: [1, null] };
    const lines = promptText({ prompt: "do", context }).split("\n");
    expect(lines[0]).toBe("do");
    const fences = lines.flatMap((line, at) =>
      line.startsWith("```") ? [at] : [],
    );
    expect(fences).toHaveLength(2);
    const json = lines.slice((fences[0] ?? 0) + 1, fences[1]).join("\n");
    expect(JSON.parse(json)).toEqual(context);
  });
});
