import type { DatabaseSync } from "node:sqlite";

/** Private to fauxqs; it has no types. */
interface Persistence {
  readonly db: DatabaseSync;
  updateMessageReady(messageId: string): void;
}

/**
 * Mends fauxqs 2.4.1: with a data directory, a message that is given back (visibility 0) is lost
 * until the next start, because its row is set to a receive count of NULL, which the table
 * forbids, after the message has left the list of those in flight.
 *
 * @throws when fauxqs no longer looks as expected: then see whether it still needs this
 */
export async function mendFauxqs(): Promise<void> {
  const prototype = await persistencePrototype();
  prototype.updateMessageReady = function (messageId) {
    this.db
      .prepare(
        "UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?",
      )
      .run(messageId);
  };
}

async function persistencePrototype(): Promise<Persistence> {
  const file = new URL("./persistence.js", import.meta.resolve("fauxqs"));
  const module = (await import(file.href)) as {
    readonly PersistenceManager?: { readonly prototype: Persistence };
  };
  const prototype = module.PersistenceManager?.prototype;
  if (typeof prototype?.updateMessageReady === "function") return prototype;
  throw new Error(`${file.href} is not the fauxqs that is mended here`);
}
