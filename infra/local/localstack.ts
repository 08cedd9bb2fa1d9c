/**
 * `npm run localstack [-- --with-executor]`: the service with its queues and tables in a LocalStack that
 * runs already (docker-compose.localstack.yml), the functions served by `serverless offline`. The
 * executor is the container beside LocalStack, or a process of ours when it is asked for.
 *
 * Where LocalStack is, the SDK's own variables say: AWS_ENDPOINT_URL, and for one service alone
 * AWS_ENDPOINT_URL_SQS or AWS_ENDPOINT_URL_DYNAMODB.
 */
import { endpointsOf, refuseSilence } from "./endpoints.ts";
import { runForUser } from "./run-for-user.ts";
import { runStack } from "./run-stack.ts";
import { readSettings } from "./settings.ts";

await runForUser(async (progress) => {
  const settings = readSettings(process.env, process.cwd());
  const elsewhere = endpointsOf(process.env);
  const isWithExecutor = process.argv.includes("--with-executor");
  progress.say(
    `CCSP on http://127.0.0.1:${settings.port}, queues in ${elsewhere.sqsEndpoint}, tables in ${elsewhere.dynamodbEndpoint}`,
  );
  if (!isWithExecutor)
    progress.say(
      "Tasks wait for an executor: docker compose -f docker-compose.localstack.yml up -d --build executor\n",
    );
  await refuseSilence(elsewhere);
  await runStack({
    settings,
    env: process.env,
    progress,
    elsewhere,
    roles: isWithExecutor ? ["api", "executor"] : ["api"],
  });
});
