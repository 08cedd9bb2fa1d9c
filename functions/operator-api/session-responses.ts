/** What is told of the login. */
import * as z from "zod";
import { Changed } from "../../shared/runtime/http/gate-schema.ts";
import { SESSION_STATES } from "../../shared/runtime/http/vocabulary.ts";
import { WireTime } from "../../shared/runtime/http/wire-time.ts";

const State = z.enum(SESSION_STATES).meta({
  id: "SessionState",
  description: "Where the login is on its way back; `active` while it works.",
});

export const SessionStatus = z
  .strictObject({
    state: State,
    since: WireTime,
    issueNumber: z.int().optional(),
    issueUrl: z.string().optional(),
    blockedTasks: z
      .int()
      .min(0)
      .meta({ description: "Tasks that wait for a new login." }),
    lastVerifiedAt: WireTime.optional(),
    lastError: z.string().optional().meta({
      description:
        "What the issue tracker does not do, or why the login was last refused.",
    }),
  })
  .meta({
    id: "SessionStatus",
    description: "Whether the login works.",
    examples: [
      {
        state: "monitoring",
        since: "2030-01-31T12:00:00.000Z",
        issueNumber: 7,
        issueUrl: "https://github.com/owner/name/issues/7",
        blockedTasks: 3,
      },
    ],
  });

export const SaidRestored = z
  .strictObject({
    changed: Changed,
    state: State,
  })
  .meta({
    id: "SaidRestored",
    description: "The login is verified now, if it was lost.",
    examples: [{ changed: true, state: "verifying" }],
  });
