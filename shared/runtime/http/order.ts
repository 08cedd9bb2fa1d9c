/** What every order of an operator may say: why it is given. */
import * as z from "zod";

const MAX_REASON_CHARACTERS = 1_000;

const NOT_GIVEN = "not given";

/** Nobody in an emergency shall be refused for an empty text. */
export const Reason = z
  .string()
  .max(MAX_REASON_CHARACTERS)
  .transform((reason) => reason.trim() || NOT_GIVEN)
  .default(NOT_GIVEN);

export const Order = z.strictObject({ reason: Reason }).meta({
  id: "Order",
  description: "Why it is ordered.",
  examples: [{ reason: "new credentials" }],
});

const WANTED =
  "must be an ISO 8601 time with a zone, for example 2030-01-31T12:00:00Z";
/** A zone whose plus sign came through a query as it was, and so as a space. */
const UNESCAPED = /T[\d:.]+ \d/;

/** A moment, said with its zone. */
export const Time = z.iso
  .datetime({
    offset: true,
    error: ({ input }) =>
      typeof input === "string" && UNESCAPED.test(input)
        ? `${WANTED}; in a query the + of a zone is written %2B`
        : WANTED,
  })
  .transform((time) => new Date(time));
