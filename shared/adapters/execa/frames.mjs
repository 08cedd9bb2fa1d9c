/**
 * Messages on one stream, each with a kind, a run's number and some bytes. In plain JavaScript,
 * because the spawn host reads it, too: to strip types would double the memory that it forks.
 */

/** Bytes before a payload: its length, the kind, the run. */
const HEAD = 9;

/** What the executor says (`start`, `input`, `letGo`) and what the host says (the others). */
export const KINDS = {
  /** `{file, args, cwd, env}` as JSON */
  start: 1,
  /** all that the program gets on stdin */
  input: 2,
  /** nobody listens to the program's output any more */
  letGo: 3,
  /** the host can be used; of no run */
  ready: 4,
  /** the pid as text */
  started: 5,
  /** `{code, reason}` as JSON; nothing follows */
  failed: 6,
  stdout: 7,
  stderr: 8,
  /** `{exitCode}` or `{signal}` as JSON */
  ended: 9,
  /** nobody holds the output any more; nothing follows */
  closed: 10,
  /** said by nobody: the host is gone, and nothing follows */
  lost: 11,
};

/** @returns whether the stream has room for more; if not, it says so with `drain` */
export function writeFrame(stream, kind, run, payload) {
  const body = typeof payload === "string" ? Buffer.from(payload) : payload;
  const head = Buffer.allocUnsafe(HEAD);
  head.writeUInt32LE(body.length, 0);
  head.writeUInt8(kind, 4);
  head.writeUInt32LE(run, 5);
  stream.cork();
  stream.write(head);
  const hasRoom = stream.write(body);
  // All that is said in one turn goes out together.
  process.nextTick(() => stream.uncork());
  return hasRoom;
}

/** @returns takes what the stream brings, in pieces of any size, and hands on what is whole */
export function frameReader(onFrame) {
  let pieces = [];
  let size = 0;
  let needed = HEAD;
  return (piece) => {
    pieces.push(piece);
    size += piece.length;
    while (size >= needed) {
      const bytes = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
      const whole = HEAD + bytes.readUInt32LE(0);
      pieces = [bytes];
      needed = whole;
      if (size < whole) return;
      pieces = [bytes.subarray(whole)];
      size -= whole;
      needed = HEAD;
      const payload = bytes.subarray(HEAD, whole);
      onFrame(bytes.readUInt8(4), bytes.readUInt32LE(5), payload);
    }
  };
}
