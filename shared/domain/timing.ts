/** The times by which every part keeps its promises, in one place; all in milliseconds. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long a claim lasts without a beat. A dead executor's task is free after this. */
export const LEASE_MS = 30 * SECOND_MS;
/** Between two beats: a third of the lease, so that two may be missed. */
export const BEAT_MS = 10 * SECOND_MS;
/** A row whose message was not confirmed as sent is looked at again after this. */
export const UNSENT_GRACE_MS = 30 * SECOND_MS;
/** A message that was sent and not claimed is sent again after this. */
export const RESEND_AFTER_MS = DAY_MS;
/** The longest delay SQS takes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_MESSAGE_DELAY_MS = 15 * MINUTE_MS;
/** How far ahead the sweeper, which runs each minute, sends what is due soon. */
export const SWEEP_AHEAD_MS = 2 * MINUTE_MS;
/** How often an executor reads the `head` item. */
export const HEAD_POLL_MS = SECOND_MS;
/** How often an executor says that it is alive. */
export const EXECUTOR_BEAT_MS = 20 * SECOND_MS;
/** An executor not seen for longer is not counted. */
export const EXECUTOR_SEEN_MS = MINUTE_MS;
/** How long a finished task is kept. */
export const KEEP_FINISHED_MS = 30 * DAY_MS;
/** How long an idempotency key is kept. */
export const KEEP_KEY_MS = DAY_MS;
/** How long it is kept who did what. */
export const KEEP_AUDIT_MS = 400 * DAY_MS;
/** How long a token is valid when nobody says for how long, and the longest that anybody can. */
export const DEFAULT_TOKEN_MS = 90 * DAY_MS;
export const MAX_TOKEN_MS = 365 * DAY_MS;
/** How long a token that is replaced goes on beside the new one, and the longest that anybody can let it. */
export const DEFAULT_OVERLAP_MS = DAY_MS;
export const MAX_OVERLAP_MS = 30 * DAY_MS;
/** The farthest `executeAt`, and the longest pause. */
export const MAX_AHEAD_MS = 365 * DAY_MS;

export const MIN_TIMEOUT_MS = SECOND_MS;
export const MAX_TIMEOUT_MS = 12 * HOUR_MS;
export const DEFAULT_TIMEOUT_MS = 5 * MINUTE_MS;

export const later = (time: Date, ms: number): Date =>
  new Date(time.getTime() + ms);
