/** What whoever deploys may set, and what is wrong with it: each problem by the name of its variable. */
import { z } from "zod";
import {
  PeopleVariables,
  ProgramVariables,
} from "../../shared/runtime/rules.ts";
import { SettingVariables } from "../../shared/runtime/setting-variables.ts";
import { WebhookVariables } from "../../shared/runtime/webhook-secret.ts";
import { problemsOfNames } from "../variables/unknown.ts";

const upTo = (most: number, least: number): readonly number[] =>
  Array.from({ length: most - least + 1 }, (_, more) => (least + more) * 1_024);

/** Units of CPU, and the MiB that Fargate gives with them. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const SIZES: Readonly<Record<string, readonly number[]>> = {
  "256": [512, 1_024, 2_048],
  "512": upTo(4, 1),
  "1024": upTo(8, 2),
  "2048": upTo(16, 4),
  "4096": upTo(30, 8),
};
const CPUS = Object.keys(SIZES);

const count = (least: number) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,3})$/u, "must be a whole number up to 9999")
    .transform(Number)
    .refine((value) => value >= least, `must be at least ${least}`);

const ids = (kind: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${kind}-[0-9a-f]+(,${kind}-[0-9a-f]+)*$`, "u"),
      `must list ids like ${kind}-0a1b2c3d, separated by commas`,
    )
    .exactOptional();

const Size = z.object({
  CCSP_EXECUTOR_CPU: z
    .enum(CPUS, { error: `must be one of ${CPUS.join(", ")}` })
    .default("1024"),
  CCSP_EXECUTOR_MEMORY: z
    .string()
    .regex(/^[1-9]\d{2,5}$/u, "must be a whole number of MiB")
    .transform(Number)
    .prefault("4096"),
});

const Range = z.object({
  CCSP_MIN_EXECUTORS: count(0).prefault("0"),
  CCSP_MAX_EXECUTORS: count(1).prefault("4"),
});

const DeploySettings = z.object({
  ...SettingVariables,
  ...PeopleVariables,
  ...WebhookVariables,
  CCSP_CLI_ENV: ProgramVariables.CCSP_CLI_ENV,
  CCSP_LOG_LEVEL: ProgramVariables.CCSP_LOG_LEVEL,
  CCSP_EXECUTOR_REPOSITORY: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._/-]*$/u, "must be the name of an ECR repository")
    .exactOptional(),
  CCSP_EXECUTOR_IMAGE_TAG: z
    .string()
    .regex(/^\w[\w.-]{0,127}$/u, "must be the tag of an image")
    .exactOptional(),
  ...Size.shape,
  ...Range.shape,
  CCSP_BACKLOG_PER_EXECUTOR: count(1).prefault("10"),
  CCSP_ALARM_EMAIL: z
    .email("must be an e-mail address, for example you@example.org")
    .exactOptional(),
  CCSP_SUBNET_IDS: ids("subnet"),
  CCSP_SECURITY_GROUP_IDS: ids("sg"),
});

const STAGES = ["local", "dev", "prod"];
/** What the framework does not know among these it refuses itself. */
const REGION = /^[a-z]{2,3}(-[a-z]+){1,3}-\d$/u;

/** Empty when it can be packaged. */
export function problemsOfDeployment(
  { stage, region }: { readonly stage: string; readonly region: string },
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const set = Object.entries(env).filter(([, value]) => value !== "");
  const parsed = DeploySettings.safeParse(Object.fromEntries(set));
  const where = [
    ...(STAGES.includes(stage)
      ? []
      : [`--stage: must be one of ${STAGES.join(", ")}`]),
    ...(REGION.test(region)
      ? []
      : ["--region, AWS_REGION: must be a region, for example eu-west-1"]),
  ];
  if (hasOne(env["CCSP_SUBNET_IDS"], env["CCSP_SECURITY_GROUP_IDS"]))
    where.push("CCSP_SUBNET_IDS, CCSP_SECURITY_GROUP_IDS: both or none");
  const named = (parsed.error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );
  return [
    ...where,
    ...named,
    ...problemsBetween(Object.fromEntries(set)),
    ...problemsOfNames(env),
  ];
}

const hasOne = (one = "", other = ""): boolean =>
  (one === "") !== (other === "");

/** Of each two that must go together, as far as each of them is right. */
const problemsBetween = (
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] => [
  ...problemsOfSize(Size.safeParse(env).data),
  ...problemsOfRange(Range.safeParse(env).data),
];

function problemsOfSize(size?: z.output<typeof Size>): readonly string[] {
  if (!size) return [];
  const { CCSP_EXECUTOR_CPU: cpu, CCSP_EXECUTOR_MEMORY: memory } = size;
  const sizes = SIZES[cpu] ?? [];
  if (sizes.includes(memory)) return [];
  return [
    `CCSP_EXECUTOR_MEMORY: with CCSP_EXECUTOR_CPU ${cpu} Fargate gives ${sizes.join(", ")}`,
  ];
}

const problemsOfRange = (range?: z.output<typeof Range>): readonly string[] =>
  range && range.CCSP_MIN_EXECUTORS > range.CCSP_MAX_EXECUTORS
    ? ["CCSP_MIN_EXECUTORS: must not be above CCSP_MAX_EXECUTORS"]
    : [];
