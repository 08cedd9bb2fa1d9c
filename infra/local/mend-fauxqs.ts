import type { DatabaseSync } from "node:sqlite";

/** Private to fauxqs; it has no types. */
interface Persistence {
  readonly db: DatabaseSync;
  prepareStatements(): unknown;
  updateMessageReady(messageId: string): void;
}

/**
 * Mends fauxqs 2.4.1 in two places.
 *
 * With a data directory, a message that is given back (visibility 0) is lost
 * until the next start, because its row is set to a receive count of NULL, which the table
 * forbids, after the message has left the list of those in flight.
 *
 * And it waits for the disk at each write, which takes longer than all else that it does. Without
 * that, too, a process that is killed loses nothing; a machine that loses its power may lose the
 * last messages, and their tasks are sent again. https://www.sqlite.org/pragma.html#pragma_synchronous
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
  const prepare = prototype.prepareStatements;
  prototype.prepareStatements = function () {
    this.db.exec("PRAGMA synchronous = NORMAL");
    return prepare.call(this);
  };
}

async function persistencePrototype(): Promise<Persistence> {
  const file = new URL("./persistence.js", import.meta.resolve("fauxqs"));
  const module = (await import(file.href)) as {
    readonly PersistenceManager?: { readonly prototype: Persistence };
  };
  const prototype = module.PersistenceManager?.prototype;
  const isAsExpected =
    typeof prototype?.updateMessageReady === "function" &&
    typeof prototype.prepareStatements === "function";
  if (isAsExpected) return prototype;
  throw new Error(`${file.href} is not the fauxqs that is mended here`);
}
