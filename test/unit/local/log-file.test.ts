import {
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  lastLines,
  rotateLog,
  sizeOf,
  withLog,
} from "../../../infra/local/log-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ccsp-log-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a child's log", () => {
  it("is appended to, and its last lines since a start are found", () => {
    const file = join(folder, "a.log");
    writeFileSync(file, "before\n");
    const start = sizeOf(file);
    withLog(file, (descriptor) => writeSync(descriptor, "one\ntwo\nthree\n"));
    expect(lastLines(file, start, 2)).toEqual(["two", "three"]);
    expect(lastLines(file, start, 9)).toEqual(["one", "two", "three"]);
    expect(lastLines(file, sizeOf(file), 9)).toEqual([]);
  });

  it("is set aside when it is above 10 MB, and its folder is made", () => {
    const file = join(folder, "logs", "a.log");
    rotateLog(file);
    withLog(file, (descriptor) =>
      writeSync(descriptor, Buffer.alloc(10 * 1024 * 1024)),
    );
    rotateLog(file);
    expect(readdirSync(join(folder, "logs"))).toEqual(["a.log"]);
    writeFileSync(file, Buffer.alloc(10 * 1024 * 1024 + 1));
    rotateLog(file);
    expect(readdirSync(join(folder, "logs"))).toEqual(["a.log.1"]);
  });
});
