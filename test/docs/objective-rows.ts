/** The rows about what the service promises itself. */
import {
  AVAILABILITY,
  SUCCESS_RATE,
  WAIT_P95_MS,
} from "../../shared/domain/objectives.ts";
import { QUEUE_CLASSES } from "../../shared/domain/task.ts";

const percent = (share: number): string => `≥ ${share * 100} %`;
const wait = (ms: number): string =>
  ms < 3_600_000 ? `≤ ${ms / 60_000} min` : `≤ ${ms / 3_600_000} h`;

export const objectiveRows = (): readonly (readonly string[])[] => [
  ["availability", percent(AVAILABILITY)],
  ["success", percent(SUCCESS_RATE)],
  ...QUEUE_CLASSES.map((name) => [
    `wait of ${name}, 95 % of its runs`,
    wait(WAIT_P95_MS[name]),
  ]),
];
