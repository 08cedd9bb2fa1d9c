import {
  type Loss,
  NEVER_LOST,
  type Session,
  type SessionIssue,
  type SessionState,
} from "../../shared/domain/session.ts";
import { START } from "../fakes/memory-clock.ts";

export const aLoss = (fields: Partial<Loss> = {}): Loss => ({
  incident: "i-1",
  cause: "session-expired",
  reason: "OAuth token has expired",
  at: START,
  executorId: "e-1",
  ...fields,
});

export const anIssue = (fields: Partial<SessionIssue> = {}): SessionIssue => ({
  number: 7,
  url: "https://tracker.example/7",
  body: "as it was written",
  writtenAt: START,
  ...fields,
});

/** A session in a state, with what belongs to the state. */
export function aSession(
  state: SessionState,
  fields: Partial<Session> = {},
): Session {
  if (state === "active") return { ...NEVER_LOST, ...fields };
  const hasIssue = state !== "blocked";
  return {
    state,
    since: START,
    loss: aLoss(),
    ...(hasIssue && { issue: anIssue() }),
    doubts: 0,
    owed: [],
    ...fields,
  };
}
