/**
 * Scale-in protection of an ECS task, by the agent beside its container, which changes it in the
 * name of the task's role.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
 */
import { type ScaleIn, ScaleInError } from "../../ports/scale-in.ts";

const TIMEOUT_MS = 5_000;
const MINUTE_MS = 60_000;
/** What ECS takes. */
const MAX_MINUTES = 2_880;

/** @param agentUri `ECS_AGENT_URI` of the container */
export function ecsScaleIn(agentUri: string): ScaleIn {
  const put = async (state: object): Promise<void> => {
    try {
      const response = await fetch(`${agentUri}/task-protection/v1/state`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(state),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (!response.ok || isRefusal(text)) throw new Error(text);
    } catch (error) {
      throw new ScaleInError({ cause: error });
    }
  };
  return {
    protect: (forMs) =>
      put({
        ProtectionEnabled: true,
        ExpiresInMinutes: Math.min(
          MAX_MINUTES,
          Math.max(1, Math.ceil(forMs / MINUTE_MS)),
        ),
      }),
    release: () => put({ ProtectionEnabled: false }),
  };
}

/** A refusal of ECS may come with the status 200. */
function isRefusal(text: string): boolean {
  const answer: unknown = JSON.parse(text);
  return (
    typeof answer === "object" &&
    answer !== null &&
    ("failure" in answer || "error" in answer)
  );
}
