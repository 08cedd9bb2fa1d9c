/**
 * Tries the callback of a task that ended here at once, beside the work, so that it usually arrives
 * within a second. Nothing depends on it: what is not tried now, or in vain, the next minute tries.
 */
import { correlationOf, type Task } from "../../domain/task.ts";
import type { Journal } from "../../ports/journal.ts";
import type { DeliverCallback } from "./deliver-callback.ts";

/** Never throws. */
export type CallBackSoon = (task: Task) => void;

/** More at once are left to the clock: receivers that hang shall not fill this process. */
const AT_ONCE = 50;

export function callBackSoon(deps: {
  readonly deliver: DeliverCallback;
  readonly journal: Journal;
}): CallBackSoon {
  let underWay = 0;
  const tryNow = async (task: Task): Promise<void> => {
    underWay += 1;
    try {
      await deps.deliver(task);
    } catch (error) {
      deps.journal.note({
        event: "callback-not-tried",
        level: "warn",
        ...correlationOf(task),
        error,
      });
    } finally {
      underWay -= 1;
    }
  };
  return (task) => {
    if (task.callback && underWay < AT_ONCE) void tryNow(task);
  };
}
