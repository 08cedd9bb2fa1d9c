/** Credentials that open nothing; each leaves no room for one that the user has. */
const NOTHING = {
  ANTHROPIC_API_KEY: undefined,
  CLAUDE_CODE_OAUTH_TOKEN: undefined,
  CLAUDE_CONFIG_DIR: undefined,
};

export const API_KEY = {
  ...NOTHING,
  ANTHROPIC_API_KEY: "sk-ant-api03-conformance",
} as const;

export const OAUTH_TOKEN = {
  ...NOTHING,
  CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-conformance",
} as const;

export type Credential = typeof API_KEY | typeof OAUTH_TOKEN;
