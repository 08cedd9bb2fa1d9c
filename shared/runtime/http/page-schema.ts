/** One page of a list. */
import * as z from "zod";

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    cursor: z.string().optional().meta({
      description: "Where the next page begins; absent on the last one.",
    }),
  });
