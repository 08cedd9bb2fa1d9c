/** What queries have in common. */
import * as z from "zod";

const MAX_PAGE = 100;
const LIMIT = `must be a whole number from 1 to ${MAX_PAGE}`;

/** Of every route that gives pages. */
export const Paging = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, LIMIT)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MAX_PAGE, LIMIT)
    .default(50),
  cursor: z.string().exactOptional(),
};

/** For the routes that have none: an option sent to the wrong one shall not be lost unseen. */
export const NoQuery = z.strictObject({});

/** For those that are asked by programs of others, which add what they like, or in an emergency. */
export const AnyQuery = z.looseObject({});
