/** Variables by name, as a process is given them. */
export type Variables = Readonly<Record<string, string>>;

/** What every program needs, the CLI's credentials, and where it finds its API and its settings. */
const PASSED_ON = [
  "PATH",
  "HOME",
  "TMPDIR",
  "LANG",
  "TERM",
  "ANTHROPIC_API_KEY",
  "CLAUDE_CODE_OAUTH_TOKEN",
  "ANTHROPIC_BASE_URL",
  "CLAUDE_CONFIG_DIR",
];

/** Never passed on, not even by name: our own settings and the keys to our own stores. */
const WITHHELD = /^(AWS|GITHUB|CCSP)_/;

/** How we want every CLI to behave. */
const OUR_SETTINGS: Variables = {
  /** We own the wait after a refusal: the CLI's own retries would take three minutes of a slot. */
  CLAUDE_CODE_MAX_RETRIES: "0",
  /** A broken stream is an outage to us; a second request in another form only hides it. */
  CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: "1",
  /** A run ends with its result; nothing of it goes on in the background. */
  CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: "1",
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  /** Otherwise `@/any/file` in a prompt is read without asking for permission. */
  CLAUDE_CODE_DISABLE_FILE_MENTIONS: "1",
  /** Bounds a silence in the middle of an answer, in milliseconds. */
  CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS: "180000",
};

/**
 * The CLI's whole environment: an allow-list, so that what we are given next year does not leak.
 *
 * @param ownEnvironment ours
 * @param extraNames further variables that the operator wants the CLI to see; names that begin
 *   with `AWS_`, `GITHUB_` or `CCSP_` are ignored
 * @param given what wins over ours, for example a credential that was read again
 */
export function childEnvironment(
  ownEnvironment: Readonly<Record<string, string | undefined>>,
  extraNames: readonly string[],
  given: Variables = {},
): Variables {
  const names = [
    ...PASSED_ON,
    ...extraNames.filter((name) => !WITHHELD.test(name)),
  ];
  const passedOn = Object.fromEntries(
    names.flatMap((name) => {
      const value = ownEnvironment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { ...passedOn, ...given, ...OUR_SETTINGS };
}
