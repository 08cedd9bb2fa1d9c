/**
 * The executor process: polls the queues and runs the CLI until it is told to stop.
 *
 * SIGTERM, SIGINT and the loss of a parent that had a channel to us begin an orderly end; at the
 * time limit the process ends whatever is left. Exit code 0 also after an emergency stop.
 */
import { composeExecutor } from "../../shared/runtime/compose/executor.ts";

const stopping = new AbortController();
/** Who is gone need not be told: that is no error. */
const tellParent = (type: string): void => {
  if (process.connected)
    process.send?.({ type }, undefined, undefined, () => undefined);
};

const { run, stopTimeoutMs, journal } = composeExecutor({
  onReady: () => {
    tellParent("ready");
  },
  onDrained: () => {
    tellParent("drained");
  },
});

const stop = (): void => {
  if (stopping.signal.aborted) return;
  stopping.abort();
  setTimeout(() => {
    // Polls that are still in flight: what they take returns after its visibility timeout.
    journal.note({ event: "stop-timeout", level: "warn" });
    process.exit(0);
  }, stopTimeoutMs).unref();
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.on("disconnect", stop);

const how = await run(stopping.signal);
journal.note({ event: "executor-ended", how });
process.exit(0);
