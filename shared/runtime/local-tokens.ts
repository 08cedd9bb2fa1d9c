/** The tokens of a local stack: kept over restarts, in a file that only its owner may read. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { type Authenticate, authenticate } from "../app/authenticate.ts";
import { dynamoDbClient } from "../adapters/dynamodb/client.ts";
import { dynamoDbControlStores } from "../adapters/dynamodb/control-store.ts";
import type { Scope } from "../domain/access-token.ts";
import { later, MAX_TOKEN_MS } from "../domain/timing.ts";
import { issueToken } from "./issue-token.ts";
import { sha256Hasher } from "./secret-hasher.ts";
import { systemClock } from "./system-clock.ts";

const LocalTokens = z.object({
  agentToken: z.string(),
  operatorToken: z.string(),
});
export type LocalTokens = z.output<typeof LocalTokens>;

const AGENT = "local";

/** What leads to the local table. */
const LocalTable = z.object({
  AWS_REGION: z.string(),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_ENDPOINT_URL_DYNAMODB: z.url(),
  CONTROL_TABLE: z.string(),
});

/** Gives the tokens of before when they still work, otherwise new ones. `env` leads to the table. */
export async function ensureLocalTokens(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stateDir: string;
}): Promise<LocalTokens> {
  const file = join(options.stateDir, "local-tokens.json");
  const env = LocalTable.parse(options.env);
  const { client } = dynamoDbClient(Date.now, {
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
    region: env.AWS_REGION,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    },
  });
  const tableName = env.CONTROL_TABLE;
  const { tokens } = dynamoDbControlStores({ client, tableName });
  const clock = systemClock();
  const metrics = { record: () => {} }; // that they have expired is no attack
  const whoIs = authenticate({ tokens, hasher: sha256Hasher, clock, metrics });
  const kept = await readKept(file);
  if (kept && (await allValid(kept, whoIs))) return kept;

  const createdAt = clock.now();
  const expiresAt = later(createdAt, MAX_TOKEN_MS);
  const issue = (scopes: readonly Scope[]): Promise<string> =>
    issueToken(tokens, { agent: AGENT, scopes, expiresAt, createdAt });
  const fresh = {
    agentToken: await issue(["tasks"]),
    operatorToken: await issue(["operate", "observe"]),
  };
  await writeFile(`${file}.new`, JSON.stringify(fresh), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return fresh;
}

async function readKept(file: string): Promise<LocalTokens | undefined> {
  try {
    return LocalTokens.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined; // not there, or not readable: new ones are made
  }
}

async function allValid(
  kept: LocalTokens,
  whoIs: Authenticate,
): Promise<boolean> {
  const answers = await Promise.all(
    Object.values(kept).map((token) => whoIs(`Bearer ${token}`, "local")),
  );
  return answers.every(({ kind }) => kind === "caller");
}
