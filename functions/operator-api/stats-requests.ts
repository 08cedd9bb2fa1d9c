/** Of what time somebody asks what was done, as a schema. */
import * as z from "zod";
import { Time } from "../../shared/runtime/http/order.ts";
import { PERIODS } from "../../shared/runtime/http/vocabulary.ts";

export const StatsQuery = z.strictObject({
  from: Time.exactOptional().meta({
    description:
      "Its minute is the first that counts; left out: an hour before `to`.",
  }),
  to: Time.exactOptional().meta({
    description: "Its minute is the last that counts; left out: now.",
  }),
  period: z.enum(PERIODS).exactOptional().meta({
    description:
      "Also one point for each minute, hour or day of UTC; `from` and `to` are then widened to whole ones.",
  }),
});
