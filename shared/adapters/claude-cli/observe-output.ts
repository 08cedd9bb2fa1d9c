import { byteTail } from "../../domain/byte-tail.ts";
import { tailText } from "../../domain/limit-text.ts";
import type { CutEvent } from "./cut-event.ts";
import { eventReader } from "./event-reader.ts";
import { MAX_REASON_BYTES } from "./failure-reason.ts";
import { isTelling } from "./is-telling.ts";
import { lineSplitter } from "./line-splitter.ts";
import { isAnswer, NO_FACTS, type RunFacts, withEvent } from "./run-facts.ts";

/** The longest line that is held as a whole. A longer one is read as it comes, and cut. */
const MAX_HELD_BYTES = 2 * 1024 * 1024;

const ASSISTANT = Buffer.from('"assistant"');

/** Watches what a run prints. Needs bounded memory, however much that is. */
export interface OutputObserver {
  readonly onStdout: (chunk: Uint8Array) => void;
  readonly onStderr: (chunk: Uint8Array) => void;
  /** To be called once, when no more output comes. */
  finish(): { readonly facts: RunFacts; readonly stderr: string };
}

/**
 * @param onResult called for each result as soon as its line is there: the process may stay on
 * @param onAnswer called once, when the model has said something: the API has let the run in
 */
export function observeOutput(
  onResult: () => void,
  onAnswer: () => void = () => undefined,
): OutputObserver {
  let facts = NO_FACTS;
  let isAnswered = false;
  const errors = byteTail(MAX_REASON_BYTES);
  const see = ({ event, answer }: CutEvent) => {
    if (!isAnswered && isAnswer(event)) {
      isAnswered = true;
      onAnswer();
    }
    const before = facts.result;
    facts = withEvent(facts, event, answer);
    if (facts.result !== before) onResult();
  };
  const isWanted = (line: Buffer): boolean => {
    const isAwaited = !isAnswered || facts.assistantError !== undefined;
    return (isAwaited && line.includes(ASSISTANT)) || isTelling(line);
  };
  const lines = lineSplitter(MAX_HELD_BYTES, eventReader(isWanted, see));
  return {
    onStdout: (chunk) => lines.write(chunk),
    onStderr: (chunk) => errors.write(chunk),
    finish: () => {
      lines.end();
      return { facts, stderr: tailText(errors.bytes(), MAX_REASON_BYTES) };
    },
  };
}
