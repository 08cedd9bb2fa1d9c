/** What queries have in common. */
import * as z from "zod";
import { toldAs } from "./told-as.ts";

const MAX_PAGE = 100;
const USUAL_PAGE = 50;
const LIMIT = `must be a whole number from 1 to ${MAX_PAGE}`;

/** Of every route that gives pages. */
export const Paging = {
  limit: toldAs(
    z
      .string()
      .regex(/^\d{1,3}$/, LIMIT)
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= MAX_PAGE, LIMIT)
      .default(USUAL_PAGE),
    z
      .int()
      .min(1)
      .max(MAX_PAGE)
      .default(USUAL_PAGE)
      .meta({ description: "How many items a page may have." }),
  ),
  cursor: z
    .string()
    .exactOptional()
    .meta({ description: "Of the page before; none for the first." }),
};

/** For the routes that have none: an option sent to the wrong one shall not be lost unseen. */
export const NoQuery = z.strictObject({});

/** For those that are asked by programs of others, which add what they like, or in an emergency. */
export const AnyQuery = z.looseObject({});
