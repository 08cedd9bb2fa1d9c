/** What every line of the journal says while one request is answered, or one invocation lasts, whoever writes it. */
import { AsyncLocalStorage } from "node:async_hooks";

export type JournalContext = Readonly<Record<string, string>>;

const storage = new AsyncLocalStorage<JournalContext>();

/** Empty outside of any: the executor's lines name the request that submitted their task. */
export const journalContext = (): JournalContext => storage.getStore() ?? {};

/** Also what `run` leaves behind that goes on after it writes under this context. */
export const withJournalContext = <T>(
  context: JournalContext,
  run: () => T,
): T => storage.run(context, run);
