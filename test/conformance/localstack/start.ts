/** Runs LocalStack while the tests of its lane run: their queues are there. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { choosePorts } from "../../../infra/local/choose-ports.ts";
import { startTool } from "../tools/start-tool.ts";
import { LOCALSTACK_PYTHON } from "./install.ts";

export default async function start({
  provide,
}: TestProject): Promise<() => Promise<void>> {
  const [port = 0] = await choosePorts(1);
  const folder = await mkdtemp(join(tmpdir(), "ccsp-localstack-"));
  const host = `127.0.0.1:${port}`;
  const tool = await startTool({
    name: "localstack",
    command: LOCALSTACK_PYTHON,
    args: ["-m", "localstack.runtime.main"],
    cwd: folder,
    env: {
      HOME: folder,
      TMPDIR: folder,
      FILESYSTEM_ROOT: folder,
      OVERRIDE_IN_DOCKER: "0",
      GATEWAY_LISTEN: host,
      // The other server listens to the whole network whatever it is told.
      GATEWAY_SERVER: "hypercorn",
      LOCALSTACK_HOST: host,
      SERVICES: "cloudformation,events,iam,logs,sns,sqs,sts",
      SQS_ENDPOINT_STRATEGY: "path",
      CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES: "0",
      // The newer engine asks a server of LocalStack's which types there are.
      PROVIDER_OVERRIDE_CLOUDFORMATION: "engine-legacy",
      // Nothing is fetched, asked or told.
      DNS_ADDRESS: "0",
      SKIP_SSL_CERT_DOWNLOAD: "1",
      DISABLE_EVENTS: "1",
    },
    url: `http://${host}/_localstack/health`,
  });
  // It looks once a second for messages whose delay is over.
  provide("emulators", { sqsEndpoint: `http://${host}`, sqsLateMs: 1_500 });
  return async () => {
    await tool.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
