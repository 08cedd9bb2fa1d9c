import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import { startReceiver } from "../../builders/receiver.ts";
import { type Deployment, WEBHOOK_SECRET } from "./deployment.ts";
import { finished, submit } from "./tasks-as-an-agent.ts";

const PATIENCE = { timeout: 60_000 };

/** API and executor read, each by its own role, the secret that the stack made empty and somebody filled. */
export function callbacksSuite(deployed: () => Deployment): void {
  describe("a callback", () => {
    it("is signed with what the stack's secret holds", async () => {
      const receiver = await startReceiver();
      try {
        const callbackUrl = receiver.url;
        const taskId = await submit(deployed(), "simulate: {}", {
          callbackUrl,
        });
        await finished(deployed(), taskId);
        await vi.waitFor(
          () => expect(receiver.arrived).toHaveLength(1),
          PATIENCE,
        );
        const { headers, body } = receiver.arrived[0]!;
        const signed = headers as Record<string, string>;
        expect(new Webhook(WEBHOOK_SECRET).verify(body, signed)).toMatchObject({
          data: { taskId, status: "succeeded" },
        });
      } finally {
        await receiver.close();
      }
    });
  });
}
