/** Whose metrics: those of a local stack, found by its log files, or CloudWatch's. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { usageError } from "../command-error.ts";
import type { Deps } from "../deps.ts";
import { localFiles } from "../local-stack.ts";
import { cloudWatchMetrics } from "./cloudwatch-metrics.ts";
import { localMetrics } from "./local-metrics.ts";
import type { Dimensions, MetricSource } from "./metric-source.ts";

export interface PlaceOptions {
  readonly namespace: string;
  readonly dimension: Dimensions;
  readonly aws?: true | undefined;
  readonly stage?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

export interface Place {
  readonly source: MetricSource;
  readonly isCloudWatch: boolean;
  /** The stage that is meant when none is named. */
  readonly stage?: string;
}

export const OWN_NAMESPACE = "CCSP";

/** What is named for AWS is asked of AWS; so is all where no stack has ever run. */
export function findPlace(
  deps: Pick<Deps, "directory" | "environment">,
  { aws, region, endpointUrl: endpoint }: PlaceOptions,
): Place {
  const wantsAws = aws ?? (region !== undefined || endpoint !== undefined);
  const folder = localFiles(deps.directory, deps.environment.stateDir)
    .map((file) => join(dirname(file), "logs"))
    .find((each) => existsSync(each));
  if (!wantsAws && folder !== undefined)
    return {
      source: localMetrics(folder),
      isCloudWatch: false,
      stage: "local",
    };
  return {
    isCloudWatch: true,
    source: cloudWatchMetrics({
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint }),
    }),
  };
}

/** All of the service's own metrics have a stage: it need not be typed as a dimension. @throws CommandError */
export function withStage(
  { namespace, dimension, stage }: PlaceOptions,
  known: string | undefined,
): Dimensions {
  if (namespace !== OWN_NAMESPACE || dimension["Stage"] !== undefined)
    return dimension;
  const Stage = stage ?? known;
  if (Stage === undefined)
    throw usageError(
      "CloudWatch may hold several stages; give --stage, for example `--stage prod`.",
    );
  return { Stage, ...dimension };
}

/** For commander: one `name=value` after the other. */
export function addDimension(text: string, before: Dimensions): Dimensions {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError(
      `\`${text}\` is no dimension; write its name and its value, for example Class=high.`,
    );
  return { ...before, [name]: value };
}
