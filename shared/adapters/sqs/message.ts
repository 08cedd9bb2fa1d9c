/** An announcement as a message, and a message as a pointer. */
import * as z from "zod";
import type { TaskId } from "../../domain/task.ts";
import type { Announcement, Pointer } from "../../ports/task-queue.ts";

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
  MessageBody: JSON.stringify({ taskId, dispatchId }),
  MessageGroupId: agent,
  // Rounded up: nothing starts early.
  DelaySeconds: Math.ceil(delayMs / 1_000),
});

export function readPointer(body: string): Pointer | undefined {
  try {
    return Body.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
