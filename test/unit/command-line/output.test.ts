import { describe, expect, it } from "vitest";
import { createOutput } from "../../../shared/command-line/output.ts";

function printed(options: {
  readonly json?: boolean;
  readonly isTTY?: boolean;
  readonly noColor?: boolean;
}) {
  const { json = false, isTTY = false, noColor = false } = options;
  const texts = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => ({
    isTTY,
    write: (text: string) => void (texts[name] += text),
  });
  const streams = { stdout: stream("stdout"), stderr: stream("stderr") };
  return { texts, out: createOutput(streams, { json, noColor }) };
}

const table = {
  head: ["task", "state"],
  rows: [
    ["a", "\u001b[31mqueued\u001b[0m"],
    ["bbbb", undefined],
  ],
  empty: "There are none.",
};

describe("The output", () => {
  it("is a table for people, without what could command their terminal", () => {
    const { out, texts } = printed({});
    out.show({ data: {}, table });
    expect(texts.stdout).toBe("TASK  STATE\na     �[31mqueued�[0m\nbbbb  –\n");
  });

  it("says in words that a list is empty", () => {
    const { out, texts } = printed({});
    out.show({ data: {}, table: { ...table, rows: [] } });
    expect(texts.stdout).toBe("There are none.\n");
  });

  it("is the data alone with --json, without remarks", () => {
    const { out, texts } = printed({ json: true });
    out.show({ data: { items: [1] }, table, text: "more" });
    out.note("a remark");
    expect(JSON.parse(texts.stdout)).toEqual({ items: [1] });
    expect(texts.stderr).toBe("");
  });

  it("has one line for each event, and for an error", () => {
    const { out, texts } = printed({ json: true });
    out.event({ data: { n: 1 }, text: "one" });
    out.event({ data: { n: 2 }, text: "two" });
    out.error({ message: "two\nlines" });
    expect(texts.stdout).toBe('{"n":1}\n{"n":2}\n');
    expect(texts.stderr).toBe('{"error":{"message":"two\\nlines"}}\n');
  });

  it("has colours on a terminal, unless nobody wants them", () => {
    const coloured = (options: Parameters<typeof printed>[0]): boolean => {
      const { out, texts } = printed(options);
      out.show({ data: {}, table });
      out.error({ message: "no" });
      return (texts.stdout + texts.stderr).includes("\u001b");
    };
    expect(coloured({ isTTY: true })).toBe(true);
    expect(coloured({ isTTY: true, noColor: true })).toBe(false);
    expect(coloured({ isTTY: false })).toBe(false);
  });

  it("to a pipe is what was written, to the byte", () => {
    const { out, texts } = printed({});
    out.show({ data: {}, text: "a\u001bb\n" });
    expect(texts.stdout).toBe("a\u001bb\n");
  });
});
