/** What every deployable that has to do with the login builds its use cases from. */
import type { IssueDeps } from "../../app/session/session-deps.ts";
import { waitingTasks } from "../../app/session/waiting-tasks.ts";
import type { TaskStore } from "../../ports/task-store.ts";
import type { Foundation } from "./foundation.ts";
import type { People } from "./people.ts";

export const sessionDeps = (
  base: Foundation,
  store: Pick<TaskStore, "listStanding">,
  people: People,
): IssueDeps => ({
  ...base,
  ...people,
  sessions: base.control.sessions,
  waiting: waitingTasks(store),
  random: () => Math.random(),
});
