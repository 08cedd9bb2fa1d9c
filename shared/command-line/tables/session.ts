/** The login in words. */
import type { SessionStatus } from "../answers.ts";
import { showTime } from "../moment.ts";

const STATES: Readonly<Record<string, string>> = {
  active: "the login works",
  blocked: "the login is lost",
  notified: "the login is lost, people were told",
  monitoring:
    "the login is lost, people were told; it is watched whether they renew it",
  verifying: "a tiny run finds out whether the login works again",
};

export function describeSession({
  state,
  since,
  ...rest
}: SessionStatus): string {
  const lines = {
    State: `${state}: ${STATES[state] ?? "unknown to this program"}`,
    Since: showTime(since),
    "Waiting for it": `${rest.blockedTasks} tasks`,
    Issue: rest.issueUrl,
    Verified: rest.lastVerifiedAt && showTime(rest.lastVerifiedAt),
    "Last error": rest.lastError,
    "To do":
      state === "active"
        ? undefined
        : "renew the credential, then close the issue or run `ccsp session restored`",
  };
  return Object.entries(lines)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.padEnd(16)}${value}`)
    .join("\n");
}
