import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import {
  frameReader,
  KINDS,
  writeFrame,
} from "../../../shared/adapters/execa/frames.mjs";

type Frame = readonly [kind: number, run: number, text: string];

const FRAMES: readonly Frame[] = [
  [KINDS.started, 1, "4711"],
  [KINDS.stdout, 2 ** 32 - 1, "ä€😀\0\n"],
  [KINDS.closed, 1, ""],
  [KINDS.stdout, 7, "x".repeat(70_000)],
];

/** What `FRAMES` are on the wire. */
async function written(): Promise<Buffer> {
  const wire = new PassThrough({ highWaterMark: 1_000_000 });
  for (const frame of FRAMES) writeFrame(wire, ...frame);
  await new Promise(process.nextTick);
  return wire.read() as Buffer;
}

function readInPieces(bytes: Buffer, length: number): Frame[] {
  const frames: Frame[] = [];
  const take = frameReader((kind, run, payload) => {
    frames.push([kind, run, String(payload)]);
  });
  for (let at = 0; at < bytes.length; at += length)
    take(bytes.subarray(at, at + length));
  return frames;
}

describe("frames", () => {
  it.each([1, 8, 9, 10, 4_096, 1_000_000])(
    "are read as they were written, in pieces of %i bytes",
    async (length) => {
      expect(readInPieces(await written(), length)).toEqual(FRAMES);
    },
  );

  it("are not handed on before they are whole", async () => {
    const bytes = await written();
    expect(readInPieces(bytes.subarray(0, -1), 100)).toEqual(
      FRAMES.slice(0, -1),
    );
  });

  it("tell when the stream has no room for more", () => {
    const wire = new PassThrough({ highWaterMark: 100 });
    expect(writeFrame(wire, KINDS.stdout, 1, "x")).toBe(true);
    expect(writeFrame(wire, KINDS.stdout, 1, "x".repeat(200))).toBe(false);
  });
});
