/** The service as it is deployed: MiniStack with our stack, the executor as a process, and GitHub's fake. */
import {
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Scope } from "../../../shared/domain/access-token.ts";
import { type GitHubServer, gitHubServer } from "../../fakes/github-server.ts";
import { clientSettings } from "./client-settings.ts";
import { everythingIn } from "./everything.ts";
import { type ExecutorService, runExecutors } from "./executor-service.ts";
import { mendTemplate } from "./mend-template.ts";
import { serverless } from "../tools/serverless.ts";
import { readStack, type StackResources } from "./stack-resources.ts";
import { type AwsEnvironment, startMiniStack } from "./start.ts";
import { tokenFor } from "./token.ts";

/** In a secret of the stack; nobody else is told. */
export const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** As it is here. */
const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  /** `undefined`: none at all. Absent: an agent's. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Packed {
  readonly project: string;
  /** Where its packages are. */
  readonly folder: string;
}

export interface Deployment {
  readonly aws: AwsEnvironment;
  readonly stack: StackResources;
  /** What the account held before. */
  readonly before: Awaited<ReturnType<typeof everythingIn>>;
  readonly baseUrl: string;
  /** Of the test's own, and gone with the deployment. */
  readonly stateDir: string;
  readonly gitHub: GitHubServer;
  readonly executors: ExecutorService;
  readonly agentToken: string;
  readonly operatorToken: string;
  token(agent: string, scopes: readonly Scope[]): Promise<string>;
  call(path: string, call?: Call): Promise<Answer>;
  /** Gives the CLI its login, or takes it. */
  login(): Promise<void>;
  logout(): Promise<void>;
  /** The first line of each prompt that a CLI was started with. */
  answered(): Promise<readonly string[]>;
  /** Packages what is in this folder. */
  pack(project: string): Promise<Packed>;
  /** Deploys it over what is deployed. */
  roll(packed: Packed): Promise<void>;
  end(): Promise<void>;
}

export async function deploy(): Promise<Deployment> {
  const gitHub = await gitHubServer();
  const miniStack = await startMiniStack();
  const stateDir = await mkdtemp(join(tmpdir(), "ccsp-deployed-"));
  const aws = miniStack.env;
  const loginFile = join(stateDir, "login");
  const answeredFile = join(stateDir, "answered");
  const login = (): Promise<void> => writeFile(loginFile, "");
  let executors: ExecutorService | undefined;
  const end = async (): Promise<void> => {
    await executors?.stop();
    await miniStack.stop();
    await gitHub.close();
    await rm(stateDir, { recursive: true, force: true });
  };
  try {
    const before = await everythingIn(aws);
    const env = {
      ...aws,
      CCSP_GITHUB_REPO: gitHub.repo,
      CCSP_GITHUB_API_URL: gitHub.url,
      CCSP_ALLOW_PRIVATE_CALLBACKS: "true",
    };
    const pack: Deployment["pack"] = async (project) => {
      const folder = await mkdtemp(join(stateDir, "package-"));
      const args = ["--package", folder];
      await serverless("package", env, { args, project });
      await mendTemplate(folder);
      return { project, folder };
    };
    const roll: Deployment["roll"] = async ({ project, folder }) => {
      const args = ["--package", folder];
      await serverless("deploy", env, { args, project });
    };
    await roll(await pack(PROJECT));
    const stack = await readStack(aws);
    await fillSecrets(aws, {
      [stack.secrets["GitHubToken"] ?? ""]: gitHub.token,
      [stack.webhookSecretArn]: WEBHOOK_SECRET,
    });
    await login();
    executors = await runExecutors({
      ...{ aws, stack, stateDir, loginFile, answeredFile },
      project: PROJECT,
    });
    const token: Deployment["token"] = (agent, scopes) =>
      tokenFor({ aws, agent, scopes });
    const agentToken = await token("alice", ["tasks"]);
    const baseUrl = `${aws.AWS_ENDPOINT_URL}/_aws/execute-api/${stack.httpApiId}/$default/api/ccsp`;
    return {
      ...{ aws, stack, before, baseUrl, gitHub, agentToken, token },
      ...{ login, executors, stateDir, pack, roll, end },
      answered: async () =>
        (await readFile(answeredFile, "utf8")).trimEnd().split("\n"),
      operatorToken: await token("olga", ["operate", "observe"]),
      call: (path, call) =>
        send(`${baseUrl}${path}`, { token: agentToken, ...call }),
      logout: () => rm(loginFile),
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** As whoever deploys does: the secrets are made empty. */
async function fillSecrets(
  aws: AwsEnvironment,
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  const client = new SecretsManagerClient(clientSettings(aws));
  for (const [SecretId, SecretString] of Object.entries(secrets))
    await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  client.destroy();
}

async function send(url: string, call: Call): Promise<Answer> {
  const { method, body, token, headers } = call;
  const response = await fetch(url, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer["body"],
  };
}
