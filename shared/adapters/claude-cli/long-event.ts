import { type CutEvent, cutEvent } from "./cut-event.ts";
import { jsonTokens } from "./json-tokens.ts";
import { withoutByteOrderMark, withoutStrays } from "./stray-characters.ts";

/** Bytes that are read at once: each may become a token, and a token is an object. */
const STEP_BYTES = 4 * 1024;
const STEP_BYTES_IN_STRING = 64 * 1024;

/** Reads an event from a line of any length, of which it holds only what is kept. */
export interface LongEvent {
  readonly write: (part: Uint8Array) => void;
  /** To be called once, when the line is over; `undefined` when it was no event. */
  readonly end: () => CutEvent | undefined;
}

/** What `parseEvent` would make of the line, with its long texts cut: see `cutEvent`. */
export function longEvent(): LongEvent {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const event = cutEvent();
  const json = jsonTokens(event.take);
  let isBegun = false;
  let isEvent = true;

  const read = (text: string): void => {
    json.read(withoutStrays(isBegun ? text : withoutByteOrderMark(text)));
    isBegun ||= text !== "";
  };
  const readAll = (part: Uint8Array): void => {
    let rest = part;
    while (rest.length > 0) {
      const step = json.isInString() ? STEP_BYTES_IN_STRING : STEP_BYTES;
      read(decoder.decode(rest.subarray(0, step), { stream: true }));
      rest = rest.subarray(step);
    }
  };
  const tryTo = (act: () => void): void => {
    try {
      if (isEvent) act();
    } catch {
      isEvent = false;
    }
  };

  return {
    write: (part) => tryTo(() => readAll(part)),
    end: () => {
      tryTo(() => {
        read(decoder.decode());
        json.end();
      });
      return isEvent ? event.end() : undefined;
    },
  };
}
