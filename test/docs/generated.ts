/** The parts of the documents that the code writes, and where in them they stand. */
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { OUTCOMES, type OutcomeName } from "../../shared/domain/outcome.ts";
import {
  ALERT_FAILURES,
  observed,
  OUTAGE_TASKS,
  OUTAGE_WINDOW_MS,
  UNLIMITED,
} from "../../shared/domain/account-limit.ts";
import { backoffMs } from "../../shared/domain/backoff.ts";
import type { TaskId } from "../../shared/domain/task.ts";
import { MAX_RUNS } from "../../shared/domain/transitions.ts";
import { type Verdict, verdictOf } from "../../shared/domain/verdict.ts";
import { PROBLEMS } from "../../shared/runtime/http/problem.ts";
import { commandRows, exitCodeRows } from "./commands.ts";
import { costTables, priceTable } from "./cost.ts";
import { objectiveRows } from "./objective-rows.ts";
import { metricRows } from "./metric-rows.ts";
import { sessionChart } from "./session-chart.ts";
import { settingsRows } from "./settings-rows.ts";
import { stopConditionRows } from "./stop-conditions.ts";

const ROOT = new URL("../../", import.meta.url);

/** What a person should do, which the code does not know. */
const ADVICE: Readonly<Record<OutcomeName, string>> = {
  success: "–",
  "empty-result": "look at the prompt: the model had nothing to say",
  "usage-limit": "wait, or raise the account's plan",
  "rate-limit": "wait; lower the concurrency if it goes on",
  unavailable: "wait; look at the API's status page if it goes on",
  "session-expired": "renew the credential",
  billing: "pay, or renew the credential",
  "invalid-request": "change the prompt",
  misconfigured: "read `error.message`: a flag, a model or a setting is wrong",
  "budget-reached": "raise `maxTurns` or `maxBudgetUsd`",
  interrupted: "–",
  crashed: "look at the executor's log and memory",
  timeout: "raise `timeout`, or ask for less",
  unknown: "report it: this CLI says something that no rule knows",
};

/** What happens to the task, and what it costs it, by verdict. */
const EFFECT: Readonly<
  Record<Verdict, { readonly delay: string; readonly attempt: string }>
> = {
  done: { delay: "–", attempt: "the final run" },
  retry: {
    delay: `${seconds(backoffMs(1, 0))}, then ${seconds(backoffMs(2, 0))}, plus 0–10 %; ${String(MAX_RUNS)} runs in all`,
    attempt: "yes",
  },
  wait: { delay: "until the account's limit is over", attempt: "no" },
  block: { delay: "until the login is back", attempt: "no" },
  return: { delay: "none", attempt: "no" },
  fail: { delay: "–", attempt: "yes" },
};

/** What the whole account waits for after one such run. */
function gateOf(outcome: OutcomeName): string {
  if (verdictOf(outcome) === "block") return "`session`, at once";
  const after = observed(UNLIMITED, {
    taskId: "any" as TaskId,
    outcome,
    now: new Date(0),
    random: 0,
  });
  if (after.closed) return "`limit`, at once";
  if (after.unavailable.length > 0)
    return `\`limit\`, when ${String(OUTAGE_TASKS)} tasks meet it within ${seconds(OUTAGE_WINDOW_MS)}; it then costs no attempt`;
  return after.failuresInARow > 0
    ? `none; ${String(ALERT_FAILURES)} failures in a row raise an alert`
    : "none";
}

const outcomes = (): string =>
  table(
    [
      ...["outcome", "verdict", "delay", "attempt spent", "gate", "metric"],
      "what you can do",
    ],
    OUTCOMES.map((outcome) => {
      const verdict = verdictOf(outcome);
      const { delay, attempt } = EFFECT[verdict];
      const gate = gateOf(outcome);
      const advice = ADVICE[outcome];
      const metric = `\`RunsEnded\`, \`Outcome=${outcome}\``;
      const decided = [`**${verdict}**`, delay, attempt, gate, metric];
      return [`\`${outcome}\``, ...decided, advice];
    }),
  );

const problems = (): string =>
  table(
    ["status", "`code`", "title"],
    Object.entries(PROBLEMS).map(([code, [status, title]]) => [
      String(status),
      `[\`${code}\`](#${code})`,
      title,
    ]),
  );

const stopConditions = (): string =>
  table(
    ["condition", "one sighting", "so many stop it", "action"],
    stopConditionRows(),
  );

const commands = (): string =>
  table(["command", "what it does"], commandRows());

const exitCodes = (): string => table(["code", "meaning"], exitCodeRows());

const objectives = (): string =>
  table(["objective", "target"], objectiveRows());

const metrics = (): string =>
  table(["metric", "unit", "kind", "also by", "meaning"], metricRows());

const settings = (): string =>
  table(["setting", "may be", "begins as", "says"], settingsRows());

interface Part {
  readonly file: string;
  readonly name: string;
  readonly write: () => string;
}

const GENERATED: readonly Part[] = [
  { file: "docs/errors.md", name: "outcomes", write: outcomes },
  { file: "docs/errors.md", name: "problems", write: problems },
  { file: "docs/state-machine.md", name: "session", write: sessionChart },
  { file: "docs/cost.md", name: "cost", write: costTables },
  { file: "docs/cost.md", name: "prices", write: priceTable },
  { file: "docs/command-line.md", name: "commands", write: commands },
  { file: "docs/command-line.md", name: "exit-codes", write: exitCodes },
  { file: "docs/operations.md", name: "objectives", write: objectives },
  { file: "docs/configuration.md", name: "settings", write: settings },
  { file: "docs/metrics.md", name: "metrics", write: metrics },
  {
    file: "docs/configuration.md",
    name: "stop-conditions",
    write: stopConditions,
  },
];

export interface Document {
  readonly file: URL;
  readonly path: string;
  readonly current: string;
  /** What it says when its generated parts are written anew. */
  readonly wanted: string;
}

export async function documents(): Promise<readonly Document[]> {
  const paths = [...new Set(GENERATED.map(({ file }) => file))];
  return Promise.all(
    paths.map(async (path) => {
      const file = new URL(path, ROOT);
      const current = readFileSync(file, "utf8");
      let wanted = current;
      for (const part of GENERATED.filter((each) => each.file === path))
        wanted = replace(wanted, part.name, part.write());
      return {
        file,
        path,
        current,
        wanted: await format(wanted, { parser: "markdown" }),
      };
    }),
  );
}

/** Puts `text` between the marks `<!-- name:begin -->` and `<!-- name:end -->`. */
export function replace(document: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${begin} or ${end} is missing`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

function seconds(ms: number): string {
  return `${String(ms / 1_000)} s`;
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join(
    "\n",
  );
}
