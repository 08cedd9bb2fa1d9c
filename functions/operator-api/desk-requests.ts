/** What the dead-letter desk is sent, as schemas. */
import * as z from "zod";
import { Reason } from "../../shared/runtime/http/order.ts";
import { Paging } from "../../shared/runtime/http/query.ts";
import { isTaskId } from "../../shared/runtime/http/task-route.ts";
import { TaskIdSchema } from "../../shared/runtime/http/task-schema.ts";
import { toldAs } from "../../shared/runtime/http/told-as.ts";
import {
  DEAD_LETTER_CODES,
  PRIORITIES,
  QUEUE_CLASSES,
} from "../../shared/runtime/http/vocabulary.ts";

const MAX_IDS = 100;
const IDS = `must hold 1 to ${MAX_IDS} ids of tasks`;

const Filter = {
  class: z.enum(QUEUE_CLASSES).exactOptional(),
  code: z.enum(DEAD_LETTER_CODES).exactOptional(),
  agent: z.string().min(1).max(256).exactOptional(),
};

export const DeadLetterQuery = z.strictObject({ ...Filter, ...Paging });

export const PriorityBody = z
  .strictObject({ priority: z.enum(PRIORITIES) })
  .meta({ id: "PriorityChange", description: "The class it shall have." });

/** One way to say which: by their ids, by what they have, or all; nothing said is all. */
export const RedriveBody = z
  .strictObject({
    taskIds: z
      .array(
        toldAs(
          z.string().refine(isTaskId, "must be the id of a task"),
          TaskIdSchema,
        ),
      )
      .min(1, IDS)
      .max(MAX_IDS, IDS)
      .exactOptional(),
    ...Filter,
    all: z
      .literal(true, "must be true; leave it out to name some")
      .exactOptional(),
    reason: Reason,
  })
  .superRefine(({ reason: _, taskIds, all, ...filter }, { addIssue }) => {
    const [filtered] = Object.keys(filter);
    const ways = [taskIds && "taskIds", filtered, all && "all"];
    const [first, second] = ways.filter((each) => each !== undefined);
    if (second !== undefined)
      addIssue({
        code: "custom",
        path: [second],
        message: `cannot be sent together with ${first}; say in one way which dead letters`,
      });
  })
  .meta({
    id: "RedriveOrder",
    description: "Which tasks are queued again, said in one way; nothing: all.",
    examples: [{ class: "high", reason: "the outage is over" }],
  });
