/**
 * An agent of the service while the service dies around it: it repeats what was not answered, as
 * far as its idempotency key allows, and remembers every answer.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { PlannedTask } from "./plan.ts";

export interface AgentsTask {
  readonly planned: PlannedTask;
  readonly executeAt?: Date;
  /** Nothing is asked for it any more. */
  isSettled: boolean;
  /** Said by a `202`: from now on it must not be lost. */
  taskId?: string;
  /** Said by a `4xx`: it must not exist. */
  refused?: string;
  /** How its cancellation was answered: `200`, or `409` because it had finished. */
  cancelled?: number;
  /** The first answer by which it was finished. */
  finished?: TaskView;
}

/** What `GET /tasks/{taskId}` answers; compared whole. */
export interface TaskView {
  readonly taskId: string;
  readonly status: string;
  readonly result?: string;
}

export interface AgentOptions {
  readonly baseUrl: string;
  readonly agentToken: string;
}

export interface Agent {
  /** Resolves when the service has said what became of it, or may never say. */
  submit(task: AgentsTask): Promise<void>;
  cancel(task: AgentsTask): Promise<void>;
  /** Looks once; nothing when nobody answers. */
  look(task: AgentsTask): Promise<TaskView | undefined>;
}

const ANSWERS_WITHIN_MS = 30_000;
const REPEAT_AFTER_MS = 500;
const FINISHED = ["succeeded", "failed", "cancelled"];

export const isFinished = ({ status }: Pick<TaskView, "status">): boolean =>
  FINISHED.includes(status);

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** @param over then it asks no more, answered or not */
export function agentOf(
  { baseUrl, agentToken }: AgentOptions,
  over: AbortSignal,
): Agent {
  /** The answer, if there was one: `5xx` says as little as silence. */
  const ask = async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body?: string,
  ): Promise<Answer | undefined> => {
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        ...(body !== undefined && { body }),
        headers: { authorization: `Bearer ${agentToken}`, ...headers },
        signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      });
      const { status } = response;
      const text = await response.text();
      return status < 500 ? { status, text } : undefined;
    } catch {
      return undefined;
    }
  };

  const untilAnswered = async (
    attempt: () => Promise<Answer | undefined>,
  ): Promise<Answer | undefined> => {
    while (!over.aborted) {
      const answer = await attempt();
      if (answer) return answer;
      await sleep(REPEAT_AFTER_MS);
    }
    return undefined;
  };

  return {
    async submit(task) {
      const { isKeyed, marker } = task.planned;
      const body = JSON.stringify(requestOf(task));
      const headers = {
        "content-type": "application/json",
        ...(isKeyed && { "idempotency-key": marker }),
      };
      const post = () => ask("POST", "/tasks", headers, body);
      const answer = await (isKeyed ? untilAnswered(post) : post());
      if (answer?.status === 202)
        task.taskId = (JSON.parse(answer.text) as TaskView).taskId;
      else if (answer) task.refused = answer.text;
    },
    async cancel(task) {
      const path = `/tasks/${task.taskId ?? ""}`;
      const answer = await untilAnswered(() => ask("DELETE", path));
      if (answer) task.cancelled = answer.status;
    },
    async look({ taskId = "" }) {
      const answer = await ask("GET", `/tasks/${taskId}`);
      return answer && (JSON.parse(answer.text) as TaskView);
    },
  };
}

export const answerOf = ({ marker, fails }: PlannedTask): string | undefined =>
  fails ? undefined : `answer to ${marker}`;

function requestOf({ planned, executeAt }: AgentsTask): object {
  const { marker, priority, sleepMs, fails, paddingBytes } = planned;
  const directive = {
    sleepMs,
    ...(fails ? { outcome: "empty-result" } : { text: answerOf(planned) }),
  };
  return {
    prompt: [
      `crash-test ${marker}`,
      `simulate: ${JSON.stringify(directive)}`,
      "padding ".repeat(paddingBytes / 8),
    ].join("\n"),
    priority,
    metadata: { marker },
    ...(executeAt && { executeAt: executeAt.toISOString() }),
  };
}
