import { deliverCallback } from "../../../../shared/app/callbacks/deliver-callback.ts";
import type { Task } from "../../../../shared/domain/task.ts";
import { afterDeadMessage } from "../../../../shared/domain/transitions.ts";
import { aContent, aTask } from "../../../builders/task.ts";
import { aWorld } from "../../../builders/world.ts";
import { memoryCallbackSender } from "../../../fakes/memory-callback-sender.ts";

export const callbackUrl = "https://agent.example/done?key=secret";

/** A world in which tasks end that want to be told of. */
export function aCallbackWorld() {
  const world = aWorld();
  const sender = memoryCallbackSender();
  const deliver = deliverCallback({ ...world, sender });
  /** A failed task whose callback is due. */
  const ended = async (fields: Partial<Task> = {}): Promise<Task> => {
    const task = aTask({ callbackUrl, ...fields });
    await world.store.create(task, aContent());
    const next = afterDeadMessage(task, world.clock.now());
    await world.store.transition(task, next);
    return next;
  };
  return { ...world, sender, deliver, ended };
}
