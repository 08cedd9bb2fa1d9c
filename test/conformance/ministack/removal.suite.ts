import { describe, expect, it } from "vitest";
import type { Deployment } from "./deployment.ts";
import { everythingIn } from "./everything.ts";
import { serverless } from "../tools/serverless.ts";

/** Must come last: nothing is deployed after it. */
export function removalSuite(deployed: () => Deployment): void {
  describe("serverless remove", () => {
    it("leaves the account as it was before the deployment", async () => {
      const { aws, before, executors } = deployed();
      const now = await everythingIn(aws);
      const unmade = Object.keys(now).filter(
        (kind) => now[kind]?.length === before[kind]?.length,
      );
      expect(unmade).toEqual([]);
      await executors.stop();
      await serverless("remove", { ...aws });
      expect(await everythingIn(aws)).toEqual(before);
    });
  });
}
