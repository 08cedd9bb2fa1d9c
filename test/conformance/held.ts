/** Tasks that wait for the account: for a limit to end, or for a login. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { type Answer, says, together } from "../fakes/messages-api-answers.ts";
import { secondsAhead, usageHeaders } from "./refusals.ts";
import type { Sent, Service, TaskView } from "./service.ts";

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

interface Gate {
  readonly closed: boolean;
  readonly until?: string;
  readonly holds?: readonly string[];
}

/** The gate that spares the windows, as operators see it, when it is closed or open. */
async function loadGate(service: Service, isClosed: boolean): Promise<Gate> {
  const token = service.stack.operatorToken;
  for (;;) {
    const { body } = await service.stack.call<{ gates: { load: Gate } }>(
      "/queue/status",
      { token },
    );
    if (body.gates.load.closed === isClosed) return body.gates.load;
    await sleep(100);
  }
}

/** A run tells of a window that is nearly used up: only what is urgent or high starts before its reset. */
export async function expectLessUrgentHeld(
  service: Service,
  seconds: number,
): Promise<void> {
  let resetsAt = new Date(Number.NaN);
  const warning: Answer = (...asked) => {
    // From when it is asked: how long the CLI took to start does not count.
    resetsAt = secondsAhead(seconds);
    const headers = usageHeaders("allowed_warning", 0.92, resetsAt);
    return says("fine", { headers })(...asked);
  };
  const { task } = await service.run([warning]);
  expect(task).toMatchObject({ status: "succeeded", result: "fine" });
  const gate = await loadGate(service, true);
  expect(gate).toMatchObject({
    until: resetsAt.toISOString(),
    holds: ["normal", "scheduled", "low"],
  });

  const startOf = async ({ taskId }: Sent): Promise<number> => {
    const isStarted = (seen: TaskView) => seen.startedAt !== undefined;
    const { startedAt = "" } = await service.until(taskId, isStarted);
    return Date.parse(startedAt);
  };
  const send = (priority: string) =>
    service.send([says(priority)], { priority });
  for (const free of [await send("urgent"), await send("high")])
    expect(await startOf(free)).toBeLessThan(resetsAt.getTime());
  for (const held of [await send("normal"), await send("low")]) {
    expect(await startOf(held)).toBeGreaterThanOrEqual(resetsAt.getTime());
    const { status } = await service.finished(held.taskId);
    expect(status).toBe("succeeded");
  }
  await loadGate(service, false);
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
