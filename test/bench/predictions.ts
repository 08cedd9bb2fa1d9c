/**
 * Lets the predictions run over recorded series of which it is known how they went on, and tells
 * how far off they were: `npm run back-test`.
 */
import { backTestQueueOverflow } from "./back-tests/queue-overflow.ts";
import { backTestRateLimitRisk } from "./back-tests/rate-limit-risk.ts";
import { backTestResourceUsage } from "./back-tests/resource-usage.ts";

const errors = {
  rateLimitRisk: backTestRateLimitRisk(),
  queueOverflow: backTestQueueOverflow(),
  resourceUsage: backTestResourceUsage(),
};
process.stdout.write(`${JSON.stringify(errors, undefined, 2)}\n`);
