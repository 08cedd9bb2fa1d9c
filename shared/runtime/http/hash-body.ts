/** By what the same `Idempotency-Key` tells another request from a repeated one. */
import { createHash } from "node:crypto";

/** The same for bodies that mean the same, whatever their white space and the order of their names. */
export const hashBody = (body: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(inOrder(body)))
    .digest("hex");

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null || value instanceof Date)
    return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, each]) => [name, inOrder(each)]),
  );
}
