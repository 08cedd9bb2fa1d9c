/** Every variable of ours that something here reads, by who does. A test compares them with the code and the docs. */
import {
  PeopleVariables,
  ProgramVariables,
} from "../../shared/runtime/rules.ts";
import { SettingVariables } from "../../shared/runtime/setting-variables.ts";
import { WebhookVariables } from "../../shared/runtime/webhook-secret.ts";

const OF_THE_LOCAL_STACK = ["CCSP_CLI", "CCSP_PORT", "CCSP_STATE_DIR"];

const OF_A_DEPLOYMENT = [
  "CCSP_ALARM_EMAIL",
  "CCSP_BACKLOG_PER_EXECUTOR",
  "CCSP_EXECUTOR_CPU",
  "CCSP_EXECUTOR_IMAGE_TAG",
  "CCSP_EXECUTOR_MEMORY",
  "CCSP_EXECUTOR_REPOSITORY",
  "CCSP_MAX_EXECUTORS",
  "CCSP_MIN_EXECUTORS",
  "CCSP_PACKAGE_FOLDER",
  "CCSP_PLUGINS",
  "CCSP_SECURITY_GROUP_IDS",
  "CCSP_SUBNET_IDS",
];

const OF_THE_EXECUTOR = [
  "CCSP_CLI_USER",
  "CCSP_EXECUTOR_ID",
  "CCSP_SPAWN_NODE",
  "CCSP_STOP_TIMEOUT_MS",
];

/** A shell may have them for `ccsp`, or because it is a run's own. */
const OF_WHOEVER_CALLS = ["CCSP_RUN", "CCSP_TOKEN", "CCSP_URL"];

export const VARIABLES: readonly string[] = [
  ...Object.keys(ProgramVariables),
  ...Object.keys(SettingVariables),
  ...Object.keys(PeopleVariables),
  ...Object.keys(WebhookVariables),
  ...OF_THE_LOCAL_STACK,
  ...OF_A_DEPLOYMENT,
  ...OF_THE_EXECUTOR,
  ...OF_WHOEVER_CALLS,
];
