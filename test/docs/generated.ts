/** The parts of the documents that the code writes, and where in them they stand. */
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { OUTCOMES, type OutcomeName } from "../../shared/domain/outcome.ts";
import { isRetryable, verdictOf } from "../../shared/domain/verdict.ts";
import { PROBLEMS } from "../../shared/runtime/http/problem.ts";

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

const outcomes = (): string =>
  table(
    ["outcome", "verdict", "retryable", "what you can do"],
    OUTCOMES.map((outcome) => [
      `\`${outcome}\``,
      `**${verdictOf(outcome)}**`,
      isRetryable(outcome) ? "yes" : "no",
      ADVICE[outcome],
    ]),
  );

const problems = (): string =>
  table(
    ["status", "`code`", "title"],
    Object.entries(PROBLEMS).map(([code, [status, title]]) => [
      String(status),
      `\`${code}\``,
      title,
    ]),
  );

interface Part {
  readonly file: string;
  readonly name: string;
  readonly write: () => string;
}

const GENERATED: readonly Part[] = [
  { file: "docs/errors.md", name: "outcomes", write: outcomes },
  { file: "docs/errors.md", name: "problems", write: problems },
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

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join(
    "\n",
  );
}
