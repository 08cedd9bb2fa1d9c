/** The service's own words, so that what is typed wrongly is told with those that are right. */
export { SCOPES } from "../domain/access-token.ts";
export { AUDIT_ACTIONS } from "../domain/audit.ts";
export { DEAD_LETTER_CODES } from "../domain/dead-letter.ts";
/** An emergency stop has a flag of its own. */
export { OPENABLE_GATES as GATES } from "../domain/gate.ts";
export {
  PRIORITIES,
  QUEUE_CLASSES as CLASSES,
  STATUSES,
} from "../domain/task.ts";
