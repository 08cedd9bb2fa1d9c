/** Of an answer that is no refusal: that it is what it should be. The rest is taken on trust, as its types say. */
import type { Answer } from "./exchange.ts";
import { isObject } from "./is-object.ts";
import { unexpected } from "./to-error.ts";
import type { BatchAnswer, Receipt, Task, TaskPage } from "./types.ts";

export const readReceipt = (answer: Answer): Receipt => read(answer, isReceipt);
export const readTask = (answer: Answer): Task => read(answer, isTask);
export const readPage = (answer: Answer): TaskPage => read(answer, isList);
export const readBatch = (answer: Answer): BatchAnswer => read(answer, isList);

function read<T>(answer: Answer, is: (body: unknown) => body is T): T {
  const { body } = answer;
  if (is(body)) return body;
  throw unexpected(answer);
}

const isReceipt = (body: unknown): body is Receipt =>
  isObject(body) &&
  typeof body["taskId"] === "string" &&
  typeof body["status"] === "string";

const isTask = (body: unknown): body is Task => isReceipt(body);

const isList = (body: unknown): body is TaskPage & BatchAnswer =>
  isObject(body) && Array.isArray(body["items"]);
