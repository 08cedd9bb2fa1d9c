/** The whole test: a plan, a stage, a storm, and the judgement. */
import { rmSync } from "node:fs";
import { detailsOf, detailsOfGivenUp } from "./details.ts";
import { collect, type Evidence } from "./evidence.ts";
import { judge, type Problem } from "./judge.ts";
import { type Plan, planOf } from "./plan.ts";
import { type CrashRecord, recordOf } from "./record.ts";
import { setStage, type Stage } from "./stage.ts";
import { carryOut } from "./storm.ts";

const EXECUTORS = 3;
const ENDS_WITHIN_MS = 20_000;

export interface CrashTest {
  readonly seed: number;
  readonly kills: number;
  readonly tasks: number;
  /** Says how far it is. */
  readonly say: (line: string) => void;
}

export interface Verdict {
  readonly record: CrashRecord;
  readonly problems: readonly Problem[];
  /** The problems in full, and the tasks that were given up. */
  readonly details: readonly string[];
  /** Kept for whoever looks into a problem; gone when there was none. */
  readonly directory: string;
}

export async function crashTest(options: CrashTest): Promise<Verdict> {
  const { say } = options;
  const plan = planOf({ ...options, executors: EXECUTORS });
  const stage = await setStage(EXECUTORS);
  const giveUp = (): void => {
    void stage.destroy().finally(() => process.exit(130));
  };
  process.once("SIGINT", giveUp);
  try {
    say(`The service runs: ${stage.baseUrl}, state in ${stage.directory}`);
    const evidence = await play(plan, stage, say);
    const left = await endOf(stage);
    const problems = [...judge(evidence), ...left];
    const record = recordOf(plan, evidence, problems);
    const { directory } = stage;
    const source = { evidence, directory };
    const details = [
      ...problems.map((each) => detailsOf(each, source)),
      ...detailsOfGivenUp(source),
    ];
    if (problems.length === 0) rmSync(directory, { recursive: true });
    return { record, problems, details, directory };
  } finally {
    process.removeListener("SIGINT", giveUp);
    await stage.destroy();
  }
}

async function play(
  plan: Plan,
  stage: Stage,
  say: CrashTest["say"],
): Promise<Evidence> {
  const tasks = await carryOut(plan, stage, {
    onKill: ({ victim }, number) => {
      const name =
        typeof victim === "number" ? `executor ${String(victim)}` : victim;
      say(`kill ${String(number)} of ${String(plan.kills)}: ${name}`);
    },
    onWait: (unfinished) => {
      say(`${String(unfinished)} tasks are not finished`);
    },
  });
  say("waiting for the last messages");
  return collect(stage, tasks);
}

/** Ends the stage in good order; what still lives then should not. */
async function endOf(stage: Stage): Promise<readonly Problem[]> {
  const late = setTimeout(() => void stage.destroy(), ENDS_WITHIN_MS);
  const startedAt = Date.now();
  await stage.end();
  clearTimeout(late);
  const isLate = Date.now() - startedAt >= ENDS_WITHIN_MS;
  return [
    ...(isLate ? ["did not end in good order"] : []),
    ...stage
      .processes()
      .map(({ commandLine }) => `still runs after the end: ${commandLine}`),
  ].map((message) => ({ kind: "other", message }));
}
