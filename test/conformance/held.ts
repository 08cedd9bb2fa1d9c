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

/**
 * Runs that lose the login at the same time each say why, and wait. A verification by the real CLI
 * finds it still lost, and then back: they succeed, at no attempt.
 */
export async function expectLoginLostAndBack(
  service: Service,
  losses: readonly [Loss, ...Loss[]],
): Promise<void> {
  let isBack = false;
  const untilBack =
    (loss: Answer): Answer =>
    (...asked) =>
      (isBack ? says("after all") : loss)(...asked);
  const atOnce = together(losses.length);
  const blocked = await Promise.all(
    losses.map(async ({ answer, code }) => {
      const { taskId } = await service.send([untilBack(atOnce(answer))]);
      return service.until(taskId, heldFor(code));
    }),
  );
  for (const task of blocked)
    expect(task).toMatchObject({
      status: "blocked",
      attempts: 0,
      error: { retryable: true, sessionTimeout: true },
    });
  expect(await service.session("blocked")).toMatchObject({
    blockedTasks: losses.length,
  });

  service.api.untagged = untilBack(losses[0].answer);
  const believed = { changed: true, state: "verifying" };
  expect(await service.sayRestored()).toEqual(believed);
  const refused = await service.session("monitoring");
  expect(refused.blockedTasks).toBe(losses.length);
  expect(refused.lastError).toMatch(/\w/);

  isBack = true;
  expect(await service.sayRestored()).toEqual(believed);
  for (const { taskId } of blocked)
    expect(await service.finished(taskId)).toMatchObject({
      status: "succeeded",
      result: "after all",
      attempts: 1,
    });
  expect(await service.session("active")).toMatchObject({ blockedTasks: 0 });
}

/** An answer by which a run finds no login, and what it makes of it. */
interface Loss {
  readonly answer: Answer;
  readonly code: string;
}
