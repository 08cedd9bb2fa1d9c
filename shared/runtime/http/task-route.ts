/** What routes about one task have in common: its id, and how it is not there. */
import type { TaskId } from "../../domain/task.ts";
import { ProblemError } from "./problem.ts";
import { TaskIdSchema } from "./task-schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isTaskId = (text: string): text is TaskId => UUID.test(text);

/** Of paths that are about one task. */
export const TaskParams = {
  taskId: TaskIdSchema.meta({ description: "The task's id." }),
};

/** The task's id of the path. What is no id at all names no task: 404, as for an unknown one. */
export function taskIdOf(
  { params }: { readonly params: { readonly taskId: string } },
  notFound: (taskId: string) => ProblemError = taskNotFound,
): TaskId {
  const { taskId } = params;
  if (isTaskId(taskId)) return taskId;
  throw notFound(taskId);
}

export const taskNotFound = (taskId: string): ProblemError =>
  new ProblemError("task-not-found", {
    detail: `You have no task ${taskId.slice(0, 64)}.`,
    field: "taskId",
  });

/** The same for operators, to whom all tasks are shown. */
export const noSuchTask = (taskId: string): ProblemError =>
  new ProblemError("task-not-found", {
    detail: `There is no task ${taskId.slice(0, 64)}.`,
    field: "taskId",
  });
