import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";

/** Above this many bytes a log is set aside at start; one older log is kept. */
const MAX_BYTES = 10 * 1024 * 1024;

export function rotateLog(file: string): void {
  if (sizeOf(file) > MAX_BYTES) renameSync(file, `${file}.1`);
}

/** Hands `use` a descriptor that appends to the log; a child that got it keeps it. */
export function withLog<T>(file: string, use: (descriptor: number) => T): T {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, "a");
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last lines that were written after byte `from`. */
export function lastLines(
  file: string,
  from: number,
  count: number,
): readonly string[] {
  if (sizeOf(file) <= from) return [];
  const text = readFileSync(file).subarray(from).toString("utf8");
  return text.trimEnd().split("\n").slice(-count);
}
