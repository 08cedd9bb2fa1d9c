/** What the API's document tells of a schema that checks otherwise than it reads. */
import * as z from "zod";

/** By the schema that checks. */
export const TOLD_AS = new WeakMap<object, z.ZodType>();

/** For texts that are numbers, as queries have them. */
export function toldAs<Schema extends z.ZodType>(
  schema: Schema,
  told: z.ZodType,
): Schema {
  TOLD_AS.set(schema, told);
  return schema;
}

/** A part of a body that the door lets through, because its route reads it by itself. */
export const unread = (schema: z.ZodType): z.ZodUnknown =>
  toldAs(z.unknown(), schema);
