import { expect, it } from "vitest";
import { startWatch } from "../../../shared/adapters/claude-cli/start-watch.ts";

it("a program's start lasts until the first that it says, and all goes on", () => {
  let ms = 1_000;
  const watch = startWatch(() => new Date(ms));
  const heard: number[] = [];
  ms = 2_000;
  const onStdout = watch.watching((chunk) => heard.push(chunk.length));
  expect(watch.seen()).toEqual({});
  ms = 2_300;
  onStdout(new Uint8Array(3));
  ms = 9_000;
  onStdout(new Uint8Array(4));
  expect(watch.seen()).toEqual({ startTimeMs: 300 });
  expect(heard).toEqual([3, 4]);
});
