/** Where a page ended, as a text that callers hand back unread. */
import { ProblemError } from "./problem.ts";

const POSITION =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const toCursor = (position: string): string =>
  Buffer.from(position).toString("base64url");

/** @throws ProblemError `invalid-cursor` */
export function fromCursor(cursor: string): string {
  const position = Buffer.from(cursor, "base64url").toString();
  if (POSITION.test(position) && toCursor(position) === cursor) return position;
  throw new ProblemError("invalid-cursor", {
    detail: "cursor: use the one of the page before, or none for the first.",
    field: "cursor",
  });
}
