/** The stack of every function that a clock starts. An error is not caught: the failed invocation is what the alarm watches. */
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import type { Journal } from "../ports/journal.ts";
import type { Metrics } from "../ports/metrics.ts";
import { withJournalContext } from "./journal-context.ts";

export interface ScheduledDeps {
  readonly journal: Journal;
  readonly metrics: Pick<Metrics, "flush">;
}

export type ScheduledHandler<T> = (
  event: unknown,
  context: Context,
) => Promise<T>;

/** @param run given the milliseconds that are left; what it resolves to is journalled under `name` */
export function scheduledFunction<T extends object>(
  name: string,
  run: (leftMs: number) => Promise<T>,
  { journal, metrics }: ScheduledDeps,
): ScheduledHandler<T> {
  const flush = (): Promise<void> => metrics.flush();
  return middy<unknown, T>()
    .use({ after: flush, onError: flush })
    .handler(async (_event: unknown, context: Context) => {
      const leftMs = context.getRemainingTimeInMillis();
      const { awsRequestId: invocationId } = context;
      return withJournalContext({ invocationId }, async () => {
        const result = await run(leftMs);
        journal.note({ event: name, ...result });
        return result;
      });
    });
}
