/** The journal as JSON lines on standard output. */
import { pino } from "pino";
import type { Journal } from "../../ports/journal.ts";

export interface JournalOptions {
  readonly level: string;
  /** On every line, for example which part of the system speaks. */
  readonly base: Readonly<Record<string, string>>;
}

export function pinoJournal({ level, base }: JournalOptions): Journal {
  const logger = pino({
    level,
    base,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: describe },
    messageKey: "event",
  });
  return {
    note: ({ event, level: at = "info", ...details }) => {
      logger[at](details, event);
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
