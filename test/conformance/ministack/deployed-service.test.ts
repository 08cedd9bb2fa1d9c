/** `serverless deploy --stage local` to MiniStack, what an agent and an operator then do, and `serverless remove`. */
import { afterAll, beforeAll } from "vitest";
import { callersSuite } from "./callers.suite.ts";
import { controlSuite } from "./control.suite.ts";
import { deploy, type Deployment } from "./deployment.ts";
import { scheduleSuite } from "./schedule.suite.ts";
import { tasksSuite } from "./tasks.suite.ts";

let deployment: Deployment;
const deployed = (): Deployment => deployment;
beforeAll(async () => {
  deployment = await deploy();
});
afterAll(() => deployment.end());

callersSuite(deployed);
tasksSuite(deployed);
controlSuite(deployed);
scheduleSuite(deployed);
