/**
 * Lets the predictions run over series of which it is known how they went on, and tells how far off
 * they were: `npm run back-test` over the recorded ones, and with `-- --made` over those of other
 * seeds, on which the method was chosen.
 */
import { backTestQueueOverflow } from "./back-tests/queue-overflow.ts";
import { backTestRateLimitRisk } from "./back-tests/rate-limit-risk.ts";
import { backTestResourceUsage } from "./back-tests/resource-usage.ts";
import {
  queueRecord,
  resourceRecord,
  seeds,
  windowRecord,
} from "./made-series.ts";
import {
  queueSeries,
  resourceSeries,
  windowSeries,
} from "./recorded-series.ts";

const others = seeds(100, 1_001);
const isMade = process.argv.includes("--made");

const errors = {
  rateLimitRisk: backTestRateLimitRisk(
    windowSeries(isMade ? others.map(windowRecord) : undefined),
  ),
  queueOverflow: backTestQueueOverflow(
    queueSeries(isMade ? others.map(queueRecord) : undefined),
  ),
  resourceUsage: backTestResourceUsage(
    resourceSeries(isMade ? others.map(resourceRecord) : undefined),
  ),
};
process.stdout.write(`${JSON.stringify(errors, undefined, 2)}\n`);
