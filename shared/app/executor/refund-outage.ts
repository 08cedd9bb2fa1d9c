/** Gives back the attempts that an outage cost. */
import { type AccountLimit, isOutage } from "../../domain/account-limit.ts";
import type { TaskId } from "../../domain/task.ts";
import { afterRefund } from "../../domain/transitions.ts";
import type { Journal } from "../../ports/journal.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { Account, Change } from "./follow-account.ts";

interface RefundDeps {
  readonly store: Pick<TaskStore, "read" | "transition">;
  readonly journal: Journal;
}

/**
 * The runs by which an outage became known cost nobody an attempt: gives those back that were
 * recorded before it was known. A task that runs again by now keeps its count.
 */
export async function refundOutage(
  deps: RefundDeps,
  { before, after }: Change,
  discoverer: TaskId,
): Promise<void> {
  if (before.closed || !isOutage(after)) return;
  const others = new Set(after.unavailable.map(({ taskId }) => taskId));
  others.delete(discoverer);
  for (const taskId of others)
    await refund(deps, taskId, () => Promise.resolve(after));
}

/**
 * The same for a run that was seen before the outage was known and recorded after it: whoever
 * found the outage out saw this task running still, and left it alone.
 */
export async function refundLate(
  deps: RefundDeps & { readonly account: Pick<Account, "refresh"> },
  taskId: TaskId,
): Promise<void> {
  await refund(deps, taskId, () => deps.account.refresh());
}

async function refund(
  { store, journal }: RefundDeps,
  taskId: TaskId,
  readLimit: () => Promise<AccountLimit>,
): Promise<void> {
  try {
    const limit = await readLimit();
    const first = limit.unavailable.find((each) => each.taskId === taskId);
    const task = isOutage(limit) && first && (await store.read(taskId));
    const next = task && afterRefund(task, first.at);
    if (next) await store.transition(task, next);
  } catch (error) {
    journal.note({ event: "not-refunded", level: "warn", taskId, error });
  }
}
