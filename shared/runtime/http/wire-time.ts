/** A moment in an answer: a `Date` within, ISO 8601 UTC on the wire. */
import * as z from "zod";

export const WireTime = z.codec(z.iso.datetime({ precision: 3 }), z.date(), {
  decode: (text) => new Date(text),
  encode: (time) => time.toISOString(),
});
