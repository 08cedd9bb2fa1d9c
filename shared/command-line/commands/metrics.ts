/** `ccsp metrics`: the service's numbers over time, from a local stack's logs or from CloudWatch. */
import { Command } from "@commander-js/extra-typings";
import type { Program } from "../base-program.ts";
import { usageError } from "../command-error.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import type {
  Dimensions,
  MetricId,
  MetricQuery,
} from "../metrics/metric-source.ts";
import {
  addDimension,
  findPlace,
  OWN_NAMESPACE,
  withStage,
} from "../metrics/place.ts";
import { toChart, toResults, toTable } from "../metrics/show-points.ts";
import { parseStatistic } from "../metrics/statistic.ts";
import {
  checkKept,
  parsePeriod,
  parseWhen,
  wholePeriods,
} from "../metrics/time-range.ts";
import { parsed } from "../parsed.ts";

const USUAL_MS = 3 * 3_600_000;
const NO_DIMENSIONS: Dimensions = {};

export function addMetrics(program: Program, deps: Deps): void {
  program
    .command("metrics")
    .summary("list metrics, and show their values over time")
    .description(
      "Shows the service's metrics: of a local stack from its log files, else, or with --aws, from CloudWatch by your AWS credentials.",
    )
    .addCommand(listCommand(program, deps))
    .addCommand(getCommand(program, deps));
}

/** The options that both have. */
const placeCommand = (name: string, program: Program) =>
  new Command(name)
    .copyInheritedSettings(program)
    .option("--namespace <name>", "of CloudWatch", OWN_NAMESPACE)
    .option(
      "--dimension <name=value>",
      "for example Class=high; may be repeated",
      addDimension,
      NO_DIMENSIONS,
    )
    .option("--aws", "ask CloudWatch although there is a local stack")
    .option("--stage <stage>", "of CloudWatch: which one, for example prod")
    .option("--region <region>", "of AWS (otherwise AWS_REGION)")
    .option("--endpoint-url <url>", "another CloudWatch, as an emulator's");

const listCommand = (program: Program, deps: Deps) =>
  placeCommand("list", program)
    .summary("list the metrics that there are")
    .description("Lists each metric with each set of its dimensions.")
    .option("--metric <name>", "only this one")
    .addHelpText(
      "after",
      examples([
        ["ccsp metrics list", "what there is"],
        ["ccsp metrics list --dimension Gate=session", "what has a dimension"],
      ]),
    )
    .action(async (options) => {
      const { namespace, metric, dimension, stage } = options;
      const found = await findPlace(deps, options).source.list({
        namespace,
        dimensions: {
          ...dimension,
          ...(stage !== undefined && { Stage: stage }),
        },
        ...(metric !== undefined && { metric }),
      });
      deps.out.show({
        data: { Metrics: found.map(toMetric) },
        table: {
          head: ["namespace", "metric", "dimensions"],
          rows: found.map(({ dimensions, ...each }) => [
            ...[each.namespace, each.metric],
            Object.entries(dimensions)
              .map(([name, value]) => `${name}=${value}`)
              .join(" "),
          ]),
          empty: "There are no such metrics yet.",
        },
      });
    });

/** As ListMetrics answers. */
const toMetric = ({ namespace, metric, dimensions }: MetricId) => ({
  Namespace: namespace,
  MetricName: metric,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({
    Name,
    Value,
  })),
});

function getCommand(program: Program, deps: Deps) {
  const now = new Date();
  const when = parsed((text: string) => parseWhen(text, now));
  return placeCommand("get", program)
    .summary("show the values of a metric")
    .description(
      "Shows a statistic of a metric for each period, as CloudWatch's GetMetricData: periods begin at whole multiples of themselves, the first where --start is, those without a value are left out, and the dimensions must be exactly the metric's own.",
    )
    .requiredOption("--metric <name>", "which one")
    .option(
      "--stat <statistic>",
      "Average, Sum, Minimum, Maximum, SampleCount, or p50 to p100",
      parsed(parseStatistic),
      "Sum",
    )
    .option(
      "--period <seconds>",
      "of how long, also `5m`",
      parsed(parsePeriod),
      60_000,
    )
    .option("--start <time>", "from when: `-1h`, or a time (3h)", when)
    .option("--end <time>", "until when (now)", when)
    .option("--chart", "draw a chart")
    .addHelpText(
      "after",
      examples([
        ["ccsp metrics get --metric TasksFinished", "how many, by the minute"],
        [
          "ccsp metrics get --metric TaskWaitTime --dimension Class=high --stat p99 --period 5m --start -6h --chart",
          "how long work of high priority waited, as a chart",
        ],
        [
          "ccsp metrics get --aws --region eu-west-1 --stage prod --metric QueueDepth --stat Maximum",
          "of a deployed service",
        ],
      ]),
    )
    .action(async (options) => {
      const { start: from = new Date(now.getTime() - USUAL_MS) } = options;
      const { end: to = now, stat, metric, period, namespace } = options;
      if (from >= to) throw usageError("--start must be before --end.");
      const place = findPlace(deps, options);
      const span = wholePeriods({ from, to, periodMs: period });
      if (place.isCloudWatch) checkKept(span, now);
      const query: MetricQuery = {
        ...{ namespace, metric, stat, ...span },
        dimensions: withStage(options, place.stage),
      };
      const points = await place.source.get(query);
      deps.out.show({
        data: toResults(query, points),
        ...(options.chart === true
          ? { text: toChart(query, points) }
          : { table: toTable(query, points) }),
      });
    });
}
