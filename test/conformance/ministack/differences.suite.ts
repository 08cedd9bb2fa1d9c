import {
  CloudWatchLogsClient,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CloudWatchClient,
  ListMetricsCommand,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { clientSettings } from "./client-settings.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Where MiniStack is not like AWS, and we must know it. A test that fails here says that it has been
 * mended: then the lane can prove more, and docs/conformance.md is to say so.
 */
export function differencesSuite(deployed: () => Deployment): void {
  describe("MiniStack 1.5.33, other than AWS,", () => {
    it("keeps the lines that hold metrics, and makes no metrics of them", async () => {
      const settings = clientSettings(deployed().aws);
      const client = new CloudWatchLogsClient(settings);
      const lines: string[] = [];
      const logGroupName = "/aws/lambda/ccsp-local-agentApi";
      for await (const { events = [] } of paginateFilterLogEvents(
        { client },
        { logGroupName },
      ))
        lines.push(...events.map(({ message = "" }) => message));
      expect(lines.some((line) => line.includes('"TasksAccepted":1'))).toBe(
        true,
      );
      const { Metrics = [] } = await new CloudWatchClient(settings).send(
        new ListMetricsCommand({ Namespace: "CCSP" }),
      );
      expect(Metrics).toEqual([]);
    });

    it("gives a secret's name for its Ref, not its ARN", () => {
      const { GitHubToken } = deployed().stack.secrets;
      expect(GitHubToken).not.toMatch(/^arn:/);
    });
  });
}
