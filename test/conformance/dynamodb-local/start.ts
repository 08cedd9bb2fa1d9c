/** Runs DynamoDB Local while the tests of its lane run: their tables are there. */
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { choosePorts } from "../../../infra/local/choose-ports.ts";
import { startTool } from "../tools/start-tool.ts";
import { PROGRAM_FOLDER } from "./install.ts";

export default async function start({
  provide,
}: TestProject): Promise<() => Promise<void>> {
  const [port = 0] = await choosePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const tool = await startTool({
    name: "dynamodb-local",
    command: "java",
    args: [
      "-Djava.library.path=DynamoDBLocal_lib",
      ...["-classpath", "DynamoDBLocal.jar:DynamoDBLocal_lib/*"],
      fileURLToPath(new URL("OnLoopback.java", import.meta.url)),
      ...["-inMemory", "-sharedDb", "-disableTelemetry", "-port", `${port}`],
    ],
    env: { DDB_LOCAL_TELEMETRY: "0" },
    cwd: PROGRAM_FOLDER,
    url,
  });
  provide("emulators", { dynamodbEndpoint: url });
  return () => tool.stop();
}
