/** Runs MiniStack on loopback, with what it keeps in a folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choosePorts } from "../../../infra/local/choose-ports.ts";
import { startTool } from "../tools/start-tool.ts";
import { makeCertificate } from "./certificate.ts";
import { MINISTACK_PYTHON } from "./install.ts";

/** What leads programs to it, and to no real account. */
export interface AwsEnvironment {
  readonly AWS_ENDPOINT_URL: string;
  readonly AWS_REGION: string;
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly AWS_CONFIG_FILE: string;
  readonly AWS_SHARED_CREDENTIALS_FILE: string;
  readonly AWS_EC2_METADATA_DISABLED: string;
  readonly NODE_EXTRA_CA_CERTS: string;
}

export interface MiniStack {
  readonly env: AwsEnvironment;
  stop(): Promise<void>;
}

export async function startMiniStack(): Promise<MiniStack> {
  const [port = 0] = await choosePorts(1);
  const folder = await mkdtemp(join(tmpdir(), "ccsp-ministack-"));
  const { certificateFile, keyFile } = await makeCertificate(folder);
  const url = `https://127.0.0.1:${port}`;
  const keys = {
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  };
  const tool = await startTool({
    name: "ministack",
    command: MINISTACK_PYTHON,
    args: ["-m", "ministack"],
    cwd: folder,
    env: {
      ...keys,
      BIND_HOST: "127.0.0.1",
      MINISTACK_HOST: "127.0.0.1",
      GATEWAY_PORT: `${port}`,
      LAMBDA_EXECUTOR: "local",
      // Every call is checked against the policies of whoever makes it.
      AUTH: "true",
      USE_SSL: "1",
      MINISTACK_SSL_CERT: certificateFile,
      MINISTACK_SSL_KEY: keyFile,
      // For the functions: MiniStack sees to it only where nobody else has set it.
      NODE_EXTRA_CA_CERTS: certificateFile,
      TMPDIR: folder,
      HOME: folder,
      S3_DATA_DIR: join(folder, "s3"),
    },
    url: `${url}/_ministack/health`,
  });
  return {
    env: {
      ...keys,
      AWS_ENDPOINT_URL: url,
      AWS_REGION: "us-east-1",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      NODE_EXTRA_CA_CERTS: certificateFile,
    },
    stop: async () => {
      await tool.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
