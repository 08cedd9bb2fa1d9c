/** Tasks that wait for the account: for a limit to end, or for a login. */
import { expect } from "vitest";
import { type Answer, says, together } from "../fakes/messages-api-answers.ts";
import type { Service, TaskView } from "./service.ts";

/** While it is held back: why. Its `status` stays an unfinished one. */
function heldFor(code: string): (task: TaskView) => boolean {
  return ({ status, error }) =>
    error?.code === code && ["queued", "blocked"].includes(status);
}

/** The first answer holds the task back; it succeeds by itself when that is over, at no attempt. */
export async function expectHeldBack(
  service: Service,
  answer: Answer,
  code: string,
): Promise<{ readonly held: TaskView; readonly task: TaskView }> {
  const sent = await service.send([answer, says("after all")]);
  const held = await service.until(sent.taskId, heldFor(code));
  expect(held).toMatchObject({ attempts: 0, error: { retryable: true } });
  const task = await service.finished(sent.taskId);
  expect(task).toMatchObject({
    status: "succeeded",
    result: "after all",
    attempts: 1,
  });
  expect(sent.requests).toHaveLength(2);
  return { held, task };
}

/** Runs that lose the login at the same time each say why; they wait, and can be cancelled. */
export async function expectLoginLost(
  service: Service,
  losses: readonly { readonly answer: Answer; readonly code: string }[],
): Promise<void> {
  const atOnce = together(losses.length);
  const tasks = await Promise.all(
    losses.map(async ({ answer, code }) => {
      const { taskId } = await service.send([atOnce(answer)]);
      return service.until(taskId, heldFor(code));
    }),
  );
  for (const { attempts, taskId } of tasks) {
    expect(attempts).toBe(0);
    expect(await service.cancel(taskId)).toMatchObject({ status: "cancelled" });
  }
}
