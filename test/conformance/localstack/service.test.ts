/** `npm run localstack`, with LocalStack's queues. Its tables want a download: ours take their place. */
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import {
  type Emulators,
  startEmulators,
} from "../../../infra/local/run-emulators.ts";
import {
  removeState,
  type Stack,
  startStack,
} from "../../integration/harness/stack.ts";

let tables: Emulators;
let stack: Stack;
beforeAll(async () => {
  tables = await startEmulators();
  stack = await startStack({
    npm: ["run", "localstack", "--", "--with-executor"],
    env: {
      CCSP_CLI: "",
      AWS_ENDPOINT_URL: inject("emulators")?.sqsEndpoint ?? "",
      AWS_ENDPOINT_URL_DYNAMODB: tables.dynamodbEndpoint,
    },
  });
}, 120_000);
afterAll(async () => {
  await stack.stop();
  removeState(stack);
  await tables.stop();
});

it("serves a task from HTTP through LocalStack's queues to its result", async () => {
  const { status, body } = await stack.call<{ readonly taskId: string }>(
    "/tasks",
    { body: { prompt: "Name three prime numbers.", priority: "low" } },
  );
  expect(status).toBe(202);
  const result = await stack.call<{ readonly status: string }>(
    `/tasks/${body.taskId}/result?wait=25`,
  );
  expect(result.body).toMatchObject({ status: "succeeded" });
});
