/** Whoever writes on the issue holds the pen, so that nothing is said twice. */
import type { Session } from "../../domain/session.ts";
import { withoutPen, withPen } from "../../domain/session-desk.ts";
import { amendSession } from "./amend-session.ts";
import type { IssueDeps } from "./session-deps.ts";

/** Does nothing while somebody else holds it; a dead process's pen is free after its time. */
export async function underPen(
  { sessions, clock, newId }: Pick<IssueDeps, "sessions" | "clock" | "newId">,
  write: (session: Session) => Promise<void>,
): Promise<void> {
  const id = newId();
  const taken = await amendSession(sessions, (session) =>
    withPen(session, id, clock.now()),
  );
  if (!taken.isDone) return;
  try {
    await write(taken.session);
  } finally {
    await amendSession(sessions, (session) => withoutPen(session, id));
  }
}
