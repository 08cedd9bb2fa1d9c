import type { Writable } from "node:stream";

export declare const KINDS: Readonly<
  Record<
    | "start"
    | "input"
    | "letGo"
    | "ready"
    | "started"
    | "failed"
    | "stdout"
    | "stderr"
    | "ended"
    | "closed"
    | "lost",
    number
  >
>;

export declare function writeFrame(
  stream: Writable,
  kind: number,
  run: number,
  payload: string | Uint8Array,
): boolean;

export declare function frameReader(
  onFrame: (kind: number, run: number, payload: Buffer) => void,
): (piece: Buffer) => void;
