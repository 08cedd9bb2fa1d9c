import { z } from "zod";
import type { LocalAccess } from "./local-file.ts";

/** Milliseconds from submission to giving up; the task itself goes on. */
const ANSWER_WITHIN_MS = 20_000;
/** Seconds that one question may hold; shorter than the limit, so that the last answer is read. */
const WAIT_SECONDS = 18;
const PROMPT = "Reply with one short sentence: say that this service is ready.";

const Task = z.object({
  taskId: z.string(),
  status: z.string(),
  result: z.string().optional(),
  error: z
    .object({ code: z.string(), message: z.string().default("") })
    .optional(),
});
type Task = z.infer<typeof Task>;

/** What became of the request that start-up sends, in words; `taskId` if it was accepted. */
export interface FirstRequest {
  readonly outcome: string;
  readonly taskId?: string;
}

/** Sends one real urgent request through HTTP. Never throws: a closed gate is no reason not to start. */
export async function firstRequest(access: LocalAccess): Promise<FirstRequest> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const headers = { authorization: `Bearer ${access.agentToken}` };
  let taskId: string | undefined;
  try {
    const accepted = await fetch(`${access.baseUrl}/tasks`, {
      method: "POST",
      signal,
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ prompt: PROMPT, priority: "urgent" }),
    });
    taskId = (await readTask(accepted)).taskId;
    const url = `${access.baseUrl}/tasks/${taskId}/result?wait=${WAIT_SECONDS}`;
    const task = await readTask(await fetch(url, { signal, headers }));
    return { outcome: inWords(task), taskId };
  } catch (error) {
    const outcome = inWordsOf(error);
    return taskId === undefined ? { outcome } : { outcome, taskId };
  }
}

async function readTask(response: Response): Promise<Task> {
  const text = await response.text();
  if (response.ok) return Task.parse(JSON.parse(text));
  throw new Error(`refused with ${response.status}: ${text}`);
}

function inWords({ status, result, error }: Task): string {
  if (status === "succeeded") return `succeeded: ${result ?? ""}`;
  const why =
    error === undefined ? "" : `: ${error.code} ${error.message}`.trimEnd();
  return status === "failed"
    ? `failed${why}`
    : `still ${status}${why}; it goes on`;
}

function inWordsOf(error: unknown): string {
  if (error instanceof DOMException && error.name === "TimeoutError")
    return `no answer within ${ANSWER_WITHIN_MS / 1000} s; it goes on`;
  return error instanceof Error ? error.message : String(error);
}
