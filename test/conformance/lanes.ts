/** The lanes: each is a Vitest project, and what its tests need besides `npm ci`. */
import { VERSIONS } from "./claude-code.ts";
import { installDynamoDbLocal } from "./dynamodb-local/install.ts";
import { installClaudeCode } from "./install-claude-code.ts";
import { installLocalStack } from "./localstack/install.ts";
import { installMiniStack } from "./ministack/install.ts";
import { installPrometheusClient } from "./prometheus/install.ts";
import { installSchemathesis } from "./schemathesis/install.ts";
import { installLinters } from "./static/install.ts";

export interface Lane {
  /** The Vitest project is `conformance-` and this. */
  readonly name: string;
  /** @throws MissingToolError */
  readonly install: () => Promise<unknown>;
}

export const LANES: readonly Lane[] = [
  {
    name: "claude",
    install: () => Promise.all(VERSIONS.map(installClaudeCode)),
  },
  { name: "dynamodb-local", install: installDynamoDbLocal },
  { name: "ministack", install: installMiniStack },
  { name: "localstack", install: installLocalStack },
  { name: "prometheus", install: installPrometheusClient },
  { name: "schemathesis", install: installSchemathesis },
  { name: "static", install: installLinters },
];
