/** What the service answers, as short as a test needs it. */
import type { Task } from "../../../shared/client/types.ts";
import type { Reply } from "./scripted-service.ts";

export const TASK_ID = "00000000-0000-4000-8000-000000000001";
export const CREATED_AT = "2030-01-01T00:00:00.000Z";

const TASK: Task = {
  taskId: TASK_ID,
  agent: "agent-one",
  status: "queued",
  priority: "normal",
  attempts: 0,
  createdAt: CREATED_AT,
};

export const aTask = (changes: Partial<Task> = {}): Task => ({
  ...TASK,
  ...changes,
});

export const ACCEPTED: Reply = {
  status: 202,
  body: {
    taskId: TASK_ID,
    status: "queued",
    priority: "normal",
    createdAt: CREATED_AT,
  },
};

export const unfinished = (changes: Partial<Task> = {}): Reply => ({
  status: 202,
  body: aTask(changes),
  headers: { "retry-after": "1" },
});

export const finished = (changes: Partial<Task>): Reply => ({
  status: 200,
  body: aTask({ finishedAt: "2030-01-01T00:01:00.000Z", ...changes }),
});

export const SUCCEEDED = finished({
  status: "succeeded",
  success: true,
  result: "the answer",
  executionTime: 42,
  attempts: 1,
  usage: { inputTokens: 1, outputTokens: 2, costUsd: 0.5, turns: 1 },
});

export const problem = (
  status: number,
  code: string,
  extras: object = {},
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers: { "content-type": "application/problem+json", ...headers },
  body: {
    type: `/api/ccsp/docs/errors#${code}`,
    title: "A title",
    status,
    code,
    detail: `This is ${code}.`,
    requestId: "request-1",
    ...extras,
  },
});
