/** What agents do with tasks over HTTP, and what they wait for. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Answer, Call, Deployment } from "./deployment.ts";

const LOOK_EVERY_MS = 250;

/** Submits a prompt that must be accepted. */
export async function submit(
  { call }: Deployment,
  prompt: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const answer = await call("/tasks", { body: { prompt, ...more } });
  expect(answer).toMatchObject({ status: 202 });
  return String(answer.body["taskId"]);
}

/** The task when it is finished, by the route that holds. */
export async function finished(
  { call }: Deployment,
  taskId: string,
): Promise<Answer["body"]> {
  for (;;) {
    const { status, body } = await call(`/tasks/${taskId}/result?wait=20`);
    if (status === 200) return body;
    expect(status).toBe(202);
  }
}

/** An answer when it is as wanted. */
export async function until(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    await sleep(LOOK_EVERY_MS);
  }
}

/** The task when it has this status. */
export const standing = (
  { call }: Deployment,
  taskId: string,
  status: string,
): Promise<Answer> =>
  until(
    () => call(`/tasks/${taskId}`),
    ({ body }) => body["status"] === status,
  );

/** An operator's order or question. */
export const asOperator = (
  { call, operatorToken }: Deployment,
  path: string,
  more: Call = {},
): Promise<Answer> => call(path, { token: operatorToken, ...more });
