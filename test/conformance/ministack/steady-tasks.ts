/** Tasks that keep coming, one after the other, so that some of them run at any moment. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Deployment } from "./deployment.ts";
import { until } from "./tasks-as-an-agent.ts";

const EVERY_MS = 1_500;
const RUN_MS = 1_000;

/** What was submitted: by its task's id, the prompt and what it is answered. */
export type SteadyTasks = ReadonlyMap<
  string,
  { readonly prompt: string; readonly text: string }
>;

/**
 * Submits a prompt, with a key by which it is accepted once however often it is sent: MiniStack, other
 * than AWS, ends the function that it replaces with what that was asked, and answers 502.
 */
async function accepted({ call }: Deployment, prompt: string): Promise<string> {
  const headers = { "idempotency-key": randomUUID() };
  const { body } = await until(
    () => call("/tasks", { body: { prompt }, headers }),
    ({ status }) => {
      expect([202, 502]).toContain(status);
      return status === 202;
    },
  );
  return String(body["taskId"]);
}

/** @returns ends it */
export function submitSteadily(
  deployed: Deployment,
): () => Promise<SteadyTasks> {
  const tasks = new Map<string, { prompt: string; text: string }>();
  const stop = new AbortController();
  const end = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const text = `steady ${tasks.size}`;
      const prompt = `simulate: {"text": "${text}", "sleepMs": ${RUN_MS}}`;
      tasks.set(await accepted(deployed, prompt), { prompt, text });
      await sleep(EVERY_MS);
    }
  };
  const over = end();
  // Whoever waits for the end hears of it.
  over.catch(() => undefined);
  return async () => {
    stop.abort();
    await over;
    return tasks;
  };
}
