/** The service as it is deployed: MiniStack with our stack, the executor as a process, and GitHub's fake. */
import {
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

export interface Deployment {
  readonly aws: AwsEnvironment;
  readonly stack: StackResources;
  /** What the account held before. */
  readonly before: Awaited<ReturnType<typeof everythingIn>>;
  readonly baseUrl: string;
  readonly gitHub: GitHubServer;
  readonly executors: ExecutorService;
  readonly agentToken: string;
  readonly operatorToken: string;
  token(agent: string, scopes: readonly Scope[]): Promise<string>;
  call(path: string, call?: Call): Promise<Answer>;
  /** Gives the CLI its login, or takes it. */
  login(): Promise<void>;
  logout(): Promise<void>;
  end(): Promise<void>;
}

export async function deploy(): Promise<Deployment> {
  const gitHub = await gitHubServer();
  const miniStack = await startMiniStack();
  const stateDir = await mkdtemp(join(tmpdir(), "ccsp-deployed-"));
  const aws = miniStack.env;
  const loginFile = join(stateDir, "login");
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
    };
    const folder = ["--package", join(stateDir, "package")];
    await serverless("package", env, folder);
    await mendTemplate(join(stateDir, "package"));
    await serverless("deploy", env, folder);
    const stack = await readStack(aws);
    await fillSecret(stack, aws, gitHub.token);
    await login();
    executors = await runExecutors({ aws, stack, stateDir, loginFile });
    const token: Deployment["token"] = (agent, scopes) =>
      tokenFor({ aws, stack, agent, scopes });
    const agentToken = await token("alice", ["tasks"]);
    const baseUrl = `${aws.AWS_ENDPOINT_URL}/_aws/execute-api/${stack.httpApiId}/$default/api/ccsp`;
    return {
      ...{ aws, stack, before, baseUrl, gitHub, agentToken, token },
      ...{ login, executors, end },
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
async function fillSecret(
  { secrets }: StackResources,
  aws: AwsEnvironment,
  SecretString: string,
): Promise<void> {
  const client = new SecretsManagerClient(clientSettings(aws));
  const SecretId = secrets["GitHubToken"];
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
