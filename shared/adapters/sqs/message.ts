/**
 * An announcement as a message, and a message as a pointer. As a row does, each says which version
 * of us wrote it (`v`) and, if only newer ones can read it, from which on (`minV`, docs/adr/0026).
 */
import * as z from "zod";
import type { TaskId } from "../../domain/task.ts";
import type { Announcement, Pointer } from "../../ports/task-queue.ts";

/** Grows with each change of what a message says. */
const MESSAGE_VERSION = 1;

/** What newer versions say besides is left out. */
const Body = z.object({
  taskId: z.uuid().transform((id) => id as TaskId),
  dispatchId: z.string().min(1),
});

export const messageOf = ({
  taskId,
  dispatchId,
  agent,
  delayMs,
}: Announcement) => ({
  MessageBody: JSON.stringify({ v: MESSAGE_VERSION, taskId, dispatchId }),
  MessageGroupId: agent,
  // Rounded up: nothing starts early.
  DelaySeconds: Math.ceil(delayMs / 1_000),
});

export const readPointer = (body: string): Pointer | undefined =>
  Body.safeParse(readJson(body)).data;

const TooNew = z.object({ minV: z.number().gt(MESSAGE_VERSION) });

/** Whether a newer version has to read it: it is neither taken nor removed. */
export const isTooNew = (body: string): boolean =>
  TooNew.safeParse(readJson(body)).success;

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
