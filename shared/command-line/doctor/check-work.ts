/** What holds work up: the parts of the service, executors, gates, the login, dead letters. */
import type { ExecutorView, GateView, Health } from "../answers.ts";
import { fail, type Finding, ok, warn } from "./finding.ts";

type Dependencies = NonNullable<Health["dependencies"]>;

export const checkDependencies = ({
  sqs,
  dynamodb,
}: Pick<Dependencies, "sqs" | "dynamodb">): readonly Finding[] =>
  Object.entries({ queues: sqs, tables: dynamodb }).map(
    ([check, { ok: answers, problem }]) =>
      answers
        ? ok(check, "answer")
        : fail(
            check,
            `do not answer: ${problem ?? "no reason given"}`,
            "Look at the service's logs and at AWS; on one machine, restart `npm start`.",
          ),
  );

export function checkExecutors(
  executors: readonly ExecutorView[],
): readonly Finding[] {
  const check = "executors";
  if (executors.length === 0)
    return [
      fail(
        check,
        "none was seen in the last minute: tasks wait",
        "Start one, and read its log if it ends; on one machine `npm start` does.",
      ),
    ];
  const well = executors.filter(({ problem }) => problem === undefined);
  const sum = (key: "slots" | "running"): number =>
    well.reduce((total, executor) => total + executor[key], 0);
  const seen = `${well.length} of ${executors.length} take work; ${sum("running")} of ${sum("slots")} places taken`;
  return [
    ...(well.length > 0 ? [ok(check, seen)] : []),
    ...executors
      .filter(({ problem }) => problem !== undefined)
      .map(({ id, problem }) =>
        (well.length > 0 ? warn : fail)(
          check,
          `${id} takes no work: ${problem}`,
          "Mend what it says; it tries again by itself.",
        ),
      ),
  ];
}

/** Those of which nobody but an operator can be the cause, or which no time opens, are failures. */
const GATE_REMEDIES: Readonly<Record<string, readonly [typeof fail, string]>> =
  {
    emergency: [
      fail,
      "Read `ccsp stop --report`, mend the cause, then `ccsp resume --emergency`.",
    ],
    paused: [warn, "`ccsp resume` lets work go on."],
    session: [
      fail,
      "Renew the login, then close the issue or run `ccsp session restored`.",
    ],
    limit: [warn, "Wait until the limit is over, or raise the account's plan."],
    load: [warn, "It opens by itself when the machine has room again."],
  };

export function checkGates(
  gates: Readonly<Record<string, GateView>>,
): readonly Finding[] {
  const closed = Object.entries(gates).filter(([, gate]) => gate.closed);
  if (closed.length === 0) return [ok("gates", "all are open")];
  return closed.map(([name, { reason, actor, since, until }]) => {
    const [say, remedy] = GATE_REMEDIES[name] ?? [
      warn,
      `\`ccsp resume --gate ${name}\` opens it.`,
    ];
    const when = [
      since && `since ${since}`,
      until ? `until ${until}` : undefined,
    ];
    const words = [`\`${name}\` is closed`, ...when, actor && `by ${actor}`];
    const told = words.filter((each) => each !== undefined).join(" ");
    return say("gates", `${told}: ${reason ?? "no reason given"}`, remedy);
  });
}

export function checkSession(
  session: Dependencies["session"],
): readonly Finding[] {
  if (!session) return [];
  const { state, lastError } = session;
  const why = lastError === undefined ? "" : `: ${lastError}`;
  if (state !== "active")
    return [
      fail(
        "session",
        `the login is lost (${state})${why}`,
        "Renew the credential, then close the issue that `ccsp session` names or run `ccsp session restored`.",
      ),
    ];
  return lastError === undefined
    ? [ok("session", "the login works")]
    : [warn("session", `the login works, but${why.slice(1)}`, TRACKER)];
}

const TRACKER =
  "Check CCSP_GITHUB_REPO and CCSP_GITHUB_TOKEN: people would not be told of a lost login.";

export const checkDeadLetters = (count: number): Finding =>
  count === 0
    ? ok("dead letters", "none")
    : warn(
        "dead letters",
        `${count} failed for good`,
        "`ccsp dead-letters` shows why; `ccsp redrive` queues them again.",
      );
