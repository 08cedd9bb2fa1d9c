/**
 * Builds an event from the tokens of its JSON, and keeps of it only what an event reader may need:
 * so its memory is bounded, whatever the event holds. What is inside a text never becomes
 * structure: it arrives here as a piece of that text.
 */
import type { Token } from "stream-json/core/parser.js";
import { collectText, type TextCollector } from "../../domain/collect-text.ts";
import type { LimitedText } from "../../domain/limit-text.ts";
import { type JsonRecord, toRecord } from "./json-fields.ts";
import { MAX_RESULT_BYTES } from "./result-event.ts";

/** Of every text but the result, in UTF-8. */
const MAX_TEXT_BYTES = 4 * 1024;
/** Units of text, and an allowance for each value, that are kept of one field; the rest is left out. */
const MAX_FIELD_UNITS = 256 * 1024;
const UNITS_PER_VALUE = 32;
/** The CLI's longest event has some 30. */
const MAX_FIELDS = 100;
/** The tokenizer remembers each level. */
const MAX_LEVELS = 100_000;

/** An event with its long texts cut. */
export interface CutEvent {
  readonly event: JsonRecord;
  /** Its `result`, if that is a text: as much as is kept, and the size of the whole. */
  readonly answer?: LimitedText;
}

export interface EventBuilder {
  /** Throws at what is no event, or one of a shape that the CLI never prints. */
  readonly take: (token: Token) => void;
  /** To be called once; `undefined` when the event is not complete. */
  readonly end: () => CutEvent | undefined;
}

/** An object or array that is being read. */
interface Frame {
  readonly isList: boolean;
  readonly entries: (readonly [key: string, value: unknown])[];
  key: string;
}

export function cutEvent(): EventBuilder {
  const frames: Frame[] = [];
  let whole: unknown;
  let answer: LimitedText | undefined;
  let text: TextCollector | undefined;
  let levels = 0;
  let fields = 0;
  let room = 0;

  // Levels below the frames belong to a value that is left out.
  const isKept = () => levels === frames.length && (levels === 1 || room > 0);
  const isAnswer = () => levels === 1 && frames[0]?.key === "result";

  const put = (value: unknown, units = 0): void => {
    const frame = frames.at(-1);
    if (frame === undefined) whole = value;
    else frame.entries.push([frame.key, value]);
    room -= units + UNITS_PER_VALUE;
  };

  const open = (isList: boolean): void => {
    if (levels === 0 && isList) throw new Error("not an object");
    if (levels === MAX_LEVELS) throw new Error("too many levels");
    if (levels === 0 || isKept()) frames.push({ isList, entries: [], key: "" });
    levels += 1;
  };

  const close = (): void => {
    const frame = levels === frames.length ? frames.pop() : undefined;
    levels -= 1;
    if (frame !== undefined) put(valueOf(frame));
  };

  const startText = (maxBytes = MAX_TEXT_BYTES): void => {
    text = isKept() ? collectText(maxBytes) : undefined;
  };

  const endKey = (key: string): void => {
    const frame = frames.at(-1);
    if (frame === undefined) return;
    frame.key = key;
    room -= key.length;
    if (levels > 1) return;
    fields += 1;
    room = MAX_FIELD_UNITS;
    if (fields > MAX_FIELDS) throw new Error("too many fields");
  };

  const endText = (token: "endKey" | "endString" | "endNumber"): void => {
    const ended = text?.end();
    text = undefined;
    if (ended === undefined) return;
    if (token === "endString" && isAnswer()) answer = ended;
    if (token === "endKey") endKey(ended.text);
    else {
      const value = token === "endString" ? ended.text : toNumber(ended);
      put(value, ended.text.length);
    }
  };

  const take = (token: Token): void => {
    switch (token.name) {
      case "startObject":
      case "startArray":
        open(token.name === "startArray");
        break;
      case "endObject":
      case "endArray":
        close();
        break;
      case "startString":
        startText(isAnswer() ? MAX_RESULT_BYTES : MAX_TEXT_BYTES);
        break;
      case "startKey":
      case "startNumber":
        startText();
        break;
      case "stringChunk":
      case "numberChunk":
        text?.add(token.value);
        break;
      case "endKey":
      case "endString":
      case "endNumber":
        endText(token.name);
        break;
      case "trueValue":
      case "falseValue":
      case "nullValue":
        if (isKept()) put(token.value);
        break;
      case "keyValue":
      case "stringValue":
      case "numberValue":
      case "whitespace":
        // The tokenizer is asked for none of these.
        break;
    }
  };

  const end = (): CutEvent | undefined => {
    if (whole === undefined) return undefined;
    const event = toRecord(whole);
    const isText = typeof event["result"] === "string";
    return isText && answer ? { event, answer } : { event };
  };

  return { take, end };
}

/** As in `JSON.parse`, the last one of two equal keys counts. */
function valueOf({ isList, entries }: Frame): unknown {
  return isList
    ? entries.map(([, value]) => value)
    : Object.fromEntries(entries);
}

/** A number too long to be kept is none that anybody asks for. */
function toNumber({ text, truncated }: LimitedText): number | undefined {
  return truncated ? undefined : Number(text);
}
