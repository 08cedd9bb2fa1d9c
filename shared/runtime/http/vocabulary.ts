/** The words and bounds of the domain that appear on the wire, for the schemas at the door. */
export {
  agentNameProblem,
  isTokenId,
  SCOPES,
} from "../../domain/access-token.ts";
export { AUDIT_ACTIONS } from "../../domain/audit.ts";
export { DEAD_LETTER_CODES } from "../../domain/dead-letter.ts";
export { GATE_NAMES, OPENABLE_GATES } from "../../domain/gate.ts";
export { OBJECTIVES } from "../../domain/objectives.ts";
export { REVIEW_PERIODS } from "../../domain/review-period.ts";
export { SESSION_STATES } from "../../domain/session.ts";
export { PERMISSION_MODES } from "../../domain/settings.ts";
export { STOP_ACTIONS, STOP_CONDITIONS } from "../../domain/stop-conditions.ts";
export {
  CALLBACK_STATUSES,
  ERROR_CODES,
  PRIORITIES,
  QUEUE_CLASSES,
  STATUSES,
} from "../../domain/task.ts";
export {
  DEFAULT_OVERLAP_MS,
  DEFAULT_TIMEOUT_MS,
  MAX_OVERLAP_MS,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
} from "../../domain/timing.ts";
export { PERIODS } from "../../domain/usage-period.ts";
export { TOO_LARGE } from "./validate.ts";
export { limitWishes, type WishLimits } from "../../domain/wish-limits.ts";
