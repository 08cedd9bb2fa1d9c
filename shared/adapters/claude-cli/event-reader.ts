import type { CutEvent } from "./cut-event.ts";
import type { OnPart } from "./line-splitter.ts";
import { type LongEvent, longEvent } from "./long-event.ts";
import { parseEvent } from "./parse-event.ts";

/**
 * Reads each line as an event: one that comes whole at once, as most do, and one that comes in
 * parts while it comes. What is no event is passed over.
 *
 * @param isWanted asked of each whole line, before it is parsed
 */
export function eventReader(
  isWanted: (line: Buffer) => boolean,
  onEvent: (event: CutEvent) => void,
): OnPart {
  let long: LongEvent | undefined;

  const readLong = (part: Buffer, isLast: boolean): CutEvent | undefined => {
    long ??= longEvent();
    long.write(part);
    if (!isLast) return undefined;
    const event = long.end();
    long = undefined;
    return event;
  };
  const readWhole = (line: Buffer): CutEvent | undefined => {
    const event = isWanted(line) ? parseEvent(line) : undefined;
    return event && { event };
  };

  return (part, isLast) => {
    const isWhole = isLast && long === undefined;
    const event = isWhole ? readWhole(part) : readLong(part, isLast);
    if (event !== undefined) onEvent(event);
  };
}
