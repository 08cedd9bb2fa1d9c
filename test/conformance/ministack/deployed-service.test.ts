/** `serverless deploy --stage local` to MiniStack, what an agent and an operator then do, and `serverless remove`. */
import { afterAll, beforeAll } from "vitest";
import { callbacksSuite } from "./callbacks.suite.ts";
import { callersSuite } from "./callers.suite.ts";
import { controlSuite } from "./control.suite.ts";
import { deploy, type Deployment } from "./deployment.ts";
import { differencesSuite } from "./differences.suite.ts";
import { type NextVersion, packNextVersion } from "./next-version.ts";
import { removalSuite } from "./removal.suite.ts";
import { rightsSuite } from "./rights.suite.ts";
import {
  schedulesSuite,
  type Later,
  submitForLater,
} from "./schedules.suite.ts";
import { tasksSuite } from "./tasks.suite.ts";
import { upgradeSuite } from "./upgrade.suite.ts";

let deployment: Deployment;
let later: Later;
let next: Promise<NextVersion>;
const deployed = (): Deployment => deployment;
beforeAll(async () => {
  deployment = await deploy();
  later = await submitForLater(deployment);
  next = packNextVersion(deployment);
  // Whoever deploys it hears of it.
  next.catch(() => undefined);
});
afterAll(async () => {
  await next.catch(() => undefined);
  await deployment.end();
});

callersSuite(deployed);
tasksSuite(deployed);
callbacksSuite(deployed);
controlSuite(deployed);
rightsSuite(deployed);
schedulesSuite(deployed, () => later);
differencesSuite(deployed);
upgradeSuite(deployed, () => next);
removalSuite(deployed);
