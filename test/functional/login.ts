/** Brings the login to states that only an executor brings it to, by the executor's own steps. */
import type { LossReport } from "../../shared/app/session/report-loss.ts";
import { reportLoss } from "../../shared/app/session/report-loss.ts";
import { verifyLogin } from "../../shared/app/session/verify-login.ts";
import type { Verification } from "../../shared/domain/verification.ts";
import { foundation } from "../../shared/runtime/compose/foundation.ts";
import { composePeople } from "../../shared/runtime/compose/people.ts";
import { sessionDeps } from "../../shared/runtime/compose/session.ts";
import { loadTasksConfig } from "../../shared/runtime/config.ts";

export interface Login {
  /** A run finds it lost now. */
  lose(): Promise<LossReport>;
  /** A verification finds this, and its executor dies before it frees anything. */
  verify(finding: Verification): Promise<void>;
}

/** To be made when the service has started: it finds the tables by the same variables. */
export function newLogin(): Login {
  const config = loadTasksConfig();
  const base = foundation(config, "test");
  const store = base.taskStore(config.tasksTable);
  const people = composePeople(config.stage, base.clock);
  const deps = sessionDeps(base, store, people);
  return {
    lose: () =>
      reportLoss(deps)({
        cause: "session-expired",
        reason: "OAuth token has expired",
        executorId: "hand",
        startedAt: base.clock.now(),
      }),
    async verify(finding) {
      const cli = { verify: async () => finding };
      const verify = verifyLogin({ ...deps, cli, free: async () => 0 });
      await verify(new AbortController().signal);
    },
  };
}
