/** Tasks that keep coming, one after the other, so that some of them run at any moment. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Deployment } from "./deployment.ts";
import { submit } from "./tasks-as-an-agent.ts";

const EVERY_MS = 1_500;
const RUN_MS = 1_000;

/** What was submitted: by its task's id, the prompt and what it is answered. */
export type SteadyTasks = ReadonlyMap<
  string,
  { readonly prompt: string; readonly text: string }
>;

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
      tasks.set(await submit(deployed, prompt), { prompt, text });
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
