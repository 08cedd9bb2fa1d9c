import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { pinoJournal } from "../../../shared/adapters/pino/journal.ts";
import { StoreError } from "../../../shared/ports/task-store.ts";

function written(
  level: string,
  act: (journal: ReturnType<typeof pinoJournal>) => void,
): readonly Record<string, unknown>[] {
  const stream = new PassThrough();
  act(pinoJournal({ level, base: { part: "test" }, stream }));
  const text = String(stream.read() ?? "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("The journal", () => {
  it("writes one JSON line an entry, with part, time, level and event", () => {
    const [line, ...rest] = written("info", (journal) => {
      journal.note({ event: "run-started", taskId: "t", attempt: 1 });
    });
    expect(rest).toEqual([]);
    expect(line).toMatchObject({
      part: "test",
      level: "info",
      event: "run-started",
      taskId: "t",
      attempt: 1,
    });
    expect(line?.["time"]).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it("leaves out what is below its level", () => {
    expect(
      written("warn", (journal) => {
        journal.note({ event: "quiet" });
        journal.note({ event: "loud", level: "error" });
      }),
    ).toMatchObject([{ event: "loud" }]);
  });

  it("says on each line what holds at that moment, before what the entry says", () => {
    const stream = new PassThrough();
    const contexts = [{ requestId: "r-1" }, {}];
    const journal = pinoJournal({
      level: "info",
      base: {},
      stream,
      context: () => contexts.shift() ?? {},
    });
    journal.note({ event: "one", requestId: "another" });
    journal.note({ event: "two", requestId: "another" });
    const lines = String(stream.read()).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { event: "one", requestId: "r-1" },
      { event: "two", requestId: "another" },
    ]);
  });

  it("names an error and its causes, and nothing that hangs on them", () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED"), {
      request: { prompt: "the secret prompt" },
    });
    const lines = written("info", (journal) => {
      journal.note({
        event: "failed",
        error: new StoreError("write", { cause }),
      });
      journal.note({ event: "odd", error: "only a text" });
    });
    expect(lines).toMatchObject([
      {
        error: {
          name: "StoreError",
          message: "The store could not write.",
          cause: { name: "Error", message: "connect ECONNREFUSED" },
        },
      },
      { error: "only a text" },
    ]);
    expect(JSON.stringify(lines)).not.toContain("secret");
  });
});
