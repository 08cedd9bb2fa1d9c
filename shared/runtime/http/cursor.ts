/** Where a page ended, as a text that its agent hands back unread. */
import { createHash } from "node:crypto";
import { ProblemError } from "./problem.ts";

/** A time and an id: lists are by age. */
const POSITION = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[0-9a-z-]{1,64}$/;
const MARK_LENGTH = 8;

export const toCursor = (position: string, agent: string): string =>
  Buffer.from(position + markOf(position, agent)).toString("base64url");

/** @throws ProblemError `invalid-cursor` */
export function fromCursor(cursor: string, agent: string): string {
  const text = Buffer.from(cursor, "base64url").toString();
  const position = text.slice(0, -MARK_LENGTH);
  if (POSITION.test(position) && toCursor(position, agent) === cursor)
    return position;
  throw new ProblemError("invalid-cursor", {
    detail: "cursor: use the one of the page before, or none for the first.",
    field: "cursor",
  });
}

/** Tells what was cut, changed or given to another agent. It keeps no secret: a page holds only the caller's own. */
const markOf = (position: string, agent: string): string =>
  createHash("sha256")
    .update(`${agent} ${position}`)
    .digest("hex")
    .slice(0, MARK_LENGTH);
