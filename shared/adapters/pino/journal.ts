/** The journal as JSON lines on standard output. */
import { type LoggerOptions, pino } from "pino";
import type { Journal } from "../../ports/journal.ts";

export interface JournalOptions {
  readonly level: string;
  /** On every line, for example which part of the system speaks. */
  readonly base: Readonly<Record<string, string>>;
  /** Asked for each line: what it says besides, and wins over the entry's own. */
  readonly context?: () => Readonly<Record<string, string>>;
  /** Standard output by default. */
  readonly stream?: NodeJS.WritableStream;
}

export function pinoJournal(options: JournalOptions): Journal {
  const { level, base, stream, context } = options;
  const settings: LoggerOptions = {
    level,
    base,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: describe },
    messageKey: "event",
  };
  const logger = stream ? pino(settings, stream) : pino(settings);
  return {
    note: ({ event, level: at = "info", ...details }) => {
      logger[at]({ ...details, ...context?.() }, event);
    },
  };
}

/** Names and messages along the causes; no properties, which may hold requests. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, cause } = error;
  return {
    name,
    message,
    ...(cause !== undefined && { cause: describe(cause) }),
  };
}
