/** Where a callback may go is judged when its task is submitted: later nobody would be told why not. */
import type { AgentApi } from "../../shared/runtime/compose/agent-api.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";

const FIELD = "callbackUrl";

/** @throws ProblemError when nothing would be posted there */
export async function checkCallbackUrl(
  api: Pick<AgentApi, "callbackProblem">,
  url: string | undefined,
): Promise<void> {
  const message = url === undefined ? url : await api.callbackProblem(url);
  if (message === undefined) return;
  throw new ProblemError("invalid-request", {
    detail: `${FIELD} ${message}.`,
    field: FIELD,
    errors: [{ field: FIELD, message }],
  });
}
