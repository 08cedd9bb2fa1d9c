/** Errors on the wire: RFC 9457 problem details. https://www.rfc-editor.org/rfc/rfc9457 */
import { BASE_PATH } from "./base-path.ts";

/** A path from the root, so that it means the same wherever a problem is read (RFC 9457, 3.1.1). */
const ERRORS_PAGE = `${BASE_PATH}/docs/errors`;

/** Every `code` that the API answers with, its HTTP status and its title. */
export const PROBLEMS = {
  "invalid-json": [400, "The body is not JSON"],
  "invalid-encoding": [400, "The body is not UTF-8"],
  "invalid-request": [400, "The request is not valid"],
  "invalid-cursor": [400, "The cursor is not one of ours"],
  unauthorized: [401, "A valid bearer token is needed"],
  forbidden: [403, "The token does not allow this"],
  "route-not-found": [404, "There is no such route"],
  "task-not-found": [404, "There is no such task"],
  "token-not-found": [404, "There is no such token"],
  "no-stop-report": [404, "There was no emergency stop"],
  "idempotency-key-reused": [409, "The key was used for another body"],
  "task-finished": [409, "The task is finished already"],
  "task-not-failed": [409, "The task has not failed"],
  "task-not-waiting": [409, "The task does not wait"],
  "settings-changed": [409, "Somebody else has changed the settings"],
  "payload-too-large": [413, "The request is too large"],
  "too-many-failures": [429, "Too many tokens were refused"],
  "too-many-queued": [429, "Too many tasks wait already"],
  "internal-error": [500, "Something went wrong on our side"],
  "emergency-stop": [503, "The service is stopped"],
  "dependency-unavailable": [503, "A part of the service does not answer"],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export interface ProblemDetails {
  /** What was wrong with this request, and what to do. */
  readonly detail: string;
  /** The first field that was wrong. */
  readonly field?: string;
  /** All of them. */
  readonly errors?: readonly FieldProblem[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
}

/** A request that is answered with a problem. Thrown at the door, turned into a reply by `withProblems`. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails) {
    super(`${code}: ${details.detail}`);
    this.code = code;
    this.details = details;
  }
}

export function problem(
  code: ProblemCode,
  { retryAfterSeconds, ...details }: ProblemDetails,
  requestId: string,
) {
  const [status, title] = PROBLEMS[code];
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      ...(retryAfterSeconds !== undefined && {
        "retry-after": String(retryAfterSeconds),
      }),
      ...(status === 401 && { "www-authenticate": 'Bearer realm="ccsp"' }),
    },
    body: {
      type: `${ERRORS_PAGE}#${code}`,
      title,
      status,
      code,
      ...details,
      requestId,
    },
  };
}
