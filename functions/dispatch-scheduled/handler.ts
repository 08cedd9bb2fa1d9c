/** Each minute: sends what is due soon, and again what a crash left unsent or unfinished. */
import { composeDispatchScheduled } from "../../shared/runtime/compose/dispatch-scheduled.ts";
import { scheduledFunction } from "../../shared/runtime/scheduled-function.ts";

/** Kept back for what is under way when the budget ends. */
const RESERVE_MS = 10_000;

const { dispatch, scheduled } = composeDispatchScheduled(); // once per cold start

export const handler = scheduledFunction(
  "dispatch-scheduled",
  (leftMs) => dispatch(leftMs - RESERVE_MS),
  scheduled,
);
