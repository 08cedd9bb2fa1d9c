/** The words and bounds of the domain that appear on the wire, for the schemas at the door. */
export {
  agentNameProblem,
  isTokenId,
  SCOPES,
} from "../../domain/access-token.ts";
export { DEAD_LETTER_CODES } from "../../domain/dead-letter.ts";
export { OPENABLE_GATES } from "../../domain/gate.ts";
export { PRIORITIES, QUEUE_CLASSES, STATUSES } from "../../domain/task.ts";
export {
  DEFAULT_OVERLAP_MS,
  DEFAULT_TIMEOUT_MS,
  MAX_OVERLAP_MS,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
} from "../../domain/timing.ts";
export { TOO_LARGE } from "./validate.ts";
export { limitWishes, type WishLimits } from "../../domain/wish-limits.ts";
