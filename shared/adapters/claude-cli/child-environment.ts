import {
  allowedEnvironment,
  type Variables,
} from "../../domain/allowed-environment.ts";

/** The CLI's credentials, and where it finds its API and its settings. */
const PASSED_ON = [
  "ANTHROPIC_API_KEY",
  "CLAUDE_CODE_OAUTH_TOKEN",
  "ANTHROPIC_BASE_URL",
  "CLAUDE_CONFIG_DIR",
];

/** How we want every CLI to behave. */
const OUR_SETTINGS: Variables = {
  /** We own the wait after a refusal: the CLI's own retries would take three minutes of a slot. */
  CLAUDE_CODE_MAX_RETRIES: "0",
  /** A broken stream is an outage to us; a second request in another form only hides it. */
  CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: "1",
  /** A run ends with its result; nothing of it goes on in the background. */
  CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: "1",
  /** Also keeps it from updating itself in the middle of a day. */
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  /** Otherwise `@/any/file` in a prompt is read without asking for permission. */
  CLAUDE_CODE_DISABLE_FILE_MENTIONS: "1",
  /** The same for versions before that one, for example 2.1.197. */
  CLAUDE_CODE_DISABLE_ATTACHMENTS: "1",
  /** Bounds a silence in the middle of an answer, in milliseconds. */
  CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS: "180000",
};

/**
 * The CLI's whole environment, apart from the run's marker.
 *
 * @param ownEnvironment ours
 * @param extraNames further variables that the operator wants the CLI to see
 * @param given what wins over ours, for example a credential that was read again
 */
export function childEnvironment(
  ownEnvironment: Readonly<Record<string, string | undefined>>,
  extraNames: readonly string[],
  given: Variables = {},
): Variables {
  return {
    ...allowedEnvironment(ownEnvironment, [...PASSED_ON, ...extraNames]),
    ...given,
    ...OUR_SETTINGS,
  };
}
