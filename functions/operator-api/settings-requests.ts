/** How the settings are changed, as a schema. */
import * as z from "zod";
import { Reason } from "../../shared/runtime/http/order.ts";
import { SettingsPatchShape } from "../../shared/runtime/settings-patch.ts";

export const SettingsBody = z
  .strictObject({
    ...SettingsPatchShape,
    version: z.int().min(0).exactOptional().meta({
      description: "The one that the change was made for; else any will do.",
    }),
    reason: Reason,
  })
  .meta({
    id: "SettingsPatch",
    description:
      "What changes, as a JSON Merge Patch (RFC 7396): what is absent stays, `null` gives a value back what the service began with.",
    examples: [{ concurrency: 4, agentCaps: { reviewer: 50 }, version: 3 }],
  });
