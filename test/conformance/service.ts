/** The whole service with the real CLI in it, and a fake API behind that. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  messagesApi,
  type MessagesApi,
  type Script,
} from "../fakes/messages-api.ts";
import type { Answer } from "../fakes/messages-api-answers.ts";
import type { LiveProcess } from "../integration/harness/processes.ts";
import {
  removeState,
  type Stack,
  startStack,
} from "../integration/harness/stack.ts";
import { claudeOf, NEWEST } from "./claude-code.ts";
import type { Credential } from "./credentials.ts";

/** A task as the HTTP API shows it. */
export interface TaskView {
  readonly taskId: string;
  readonly status: string;
  readonly result?: string;
  readonly error?: {
    readonly code: string;
    readonly retryable: boolean;
    readonly unlockAt?: string;
    readonly sessionTimeout?: boolean;
  };
  readonly attempts: number;
  readonly sessionId?: string;
  readonly startedAt?: string;
}

/** The login as the HTTP API shows it. */
export interface SessionView {
  readonly state: string;
  readonly blockedTasks: number;
  readonly lastError?: string;
}

/** A task that was sent, and what the API is asked for it. */
export interface Sent {
  readonly taskId: string;
  readonly requests: Script["requests"];
}

export interface Service {
  readonly api: MessagesApi;
  readonly stack: Stack;
  /** POSTs a request for which the API is to give these answers; its prompt ends with their tag. */
  send(
    answers: readonly [Answer, ...Answer[]],
    request?: { readonly prompt?: string; readonly [field: string]: unknown },
  ): Promise<Sent>;
  /** The task, when it is finished. */
  finished(taskId: string): Promise<TaskView>;
  /** Both. */
  run(
    ...sent: Parameters<Service["send"]>
  ): Promise<Omit<Sent, "taskId"> & { readonly task: TaskView }>;
  /** The task, when it is as wanted. */
  until(
    taskId: string,
    isWanted: (task: TaskView) => boolean,
  ): Promise<TaskView>;
  cancel(taskId: string): Promise<TaskView>;
  /** An operator says that the login works again. */
  sayRestored(): Promise<unknown>;
  /** The login as operators see it, when it is in this state. */
  session(state: string): Promise<SessionView>;
  /** The processes of runs of the CLI. */
  runs(): LiveProcess[];
  end(): Promise<void>;
}

const LOOK_EVERY_MS = 50;
const EXECUTABLE = claudeOf(NEWEST);

export async function startService(credential: Credential): Promise<Service> {
  const api = await messagesApi();
  const home = await mkdtemp(join(tmpdir(), "ccsp-home-"));
  const stack = await startStack({
    env: {
      ...credential,
      CCSP_CLI: EXECUTABLE,
      CCSP_CONCURRENCY: "2",
      ANTHROPIC_BASE_URL: api.url,
      // The shell of the tools reads the start-up files in it, and a killed one leaves their locks.
      HOME: home,
      // What must not reach the CLI:
      AWS_SECRET_ACCESS_KEY: "not for the CLI",
      GITHUB_TOKEN: "not for the CLI",
    },
  });
  const send: Service["send"] = async (answers, request = {}) => {
    const { tag, requests } = api.script(...answers);
    const body = { ...request, prompt: `${request.prompt ?? "Go."} ${tag}` };
    const sent = await stack.call<TaskView>("/tasks", { body });
    if (sent.status === 202) return { taskId: sent.body.taskId, requests };
    throw new Error(`refused with ${sent.status}`);
  };
  const finished = async (taskId: string): Promise<TaskView> => {
    for (;;) {
      const path = `/tasks/${taskId}/result?wait=20`;
      const { status, body } = await stack.call<TaskView>(path);
      if (status === 200) return body;
    }
  };
  return {
    api,
    stack,
    send,
    finished,
    run: async (answers, request) => {
      const { taskId, requests } = await send(answers, request);
      return { task: await finished(taskId), requests };
    },
    until: async (taskId, isWanted) => {
      for (;;) {
        const { body } = await stack.call<TaskView>(`/tasks/${taskId}`);
        if (isWanted(body)) return body;
        await sleep(LOOK_EVERY_MS);
      }
    },
    cancel: async (taskId) => {
      const path = `/tasks/${taskId}`;
      return (await stack.call<TaskView>(path, { method: "DELETE" })).body;
    },
    sayRestored: async () => {
      const order = { method: "POST", token: stack.operatorToken };
      return (await stack.call("/session/restored", order)).body;
    },
    session: async (state) => {
      for (;;) {
        const { body } = await stack.call<SessionView>("/session/status", {
          token: stack.operatorToken,
        });
        if (body.state === state) return body;
        await sleep(LOOK_EVERY_MS);
      }
    },
    runs: () =>
      stack.processes().filter((one) => one.commandLine.startsWith(EXECUTABLE)),
    end: async () => {
      await stack.stop();
      await api.close();
      removeState(stack);
      await rm(home, { recursive: true });
    },
  };
}
