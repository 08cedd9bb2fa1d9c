import { describe, expect, it } from "vitest";
import type { Deployment } from "./deployment.ts";
import { finished, standing, submit } from "./tasks-as-an-agent.ts";

/** A task goes in over the deployed API, and its result comes out there. */
export function tasksSuite(deployed: () => Deployment): void {
  describe("a task", () => {
    it("is queued, run by the executor, and answered by the route that holds", async () => {
      const task = deployed();
      const id = await submit(
        task,
        'simulate: {"text": "Paris", "sleepMs": 500}',
      );
      expect(await finished(task, id)).toMatchObject({
        ...{ taskId: id, status: "succeeded", success: true },
        ...{ result: "Paris", attempts: 1 },
      });
    });

    it("may be as large as 1 MiB, and its answer, too", async () => {
      const letters = "x".repeat(1_000_000);
      const id = await submit(
        deployed(),
        `simulate: {"resultBytes": 1048576}\n${letters}`,
      );
      const { status, result } = await finished(deployed(), id);
      expect(status).toBe("succeeded");
      expect(result).toHaveLength(1_048_576);
    });

    it("is made once for one Idempotency-Key, and not for another body", async () => {
      const { call } = deployed();
      const headers = { "idempotency-key": "once" };
      const send = (prompt: string) =>
        call("/tasks", { body: { prompt }, headers });
      const all = await Promise.all(
        Array.from({ length: 10 }, () => send("one")),
      );
      expect(new Set(all.map(({ status }) => status))).toEqual(new Set([202]));
      expect(new Set(all.map(({ body }) => body["taskId"])).size).toBe(1);
      expect(await send("another")).toMatchObject({
        status: 409,
        body: { code: "idempotency-key-reused" },
      });
    });

    it("is said to be on its way as long as nobody waits for it", async () => {
      const { call } = deployed();
      const id = await submit(deployed(), 'simulate: {"sleepMs": 1500}');
      expect(await call(`/tasks/${id}/result`)).toMatchObject({ status: 202 });
      await finished(deployed(), id);
    });

    it("that runs ends when it is cancelled", async () => {
      const id = await submit(deployed(), 'simulate: {"sleepMs": 600000}');
      await standing(deployed(), id, "running");
      const answer = await deployed().call(`/tasks/${id}`, {
        method: "DELETE",
      });
      expect(answer).toMatchObject({
        status: 200,
        body: { status: "cancelled" },
      });
      expect(await finished(deployed(), id)).toMatchObject({ success: false });
    });

    it("fails as the CLI did, and says so", async () => {
      const id = await submit(
        deployed(),
        'simulate: {"outcome": "invalid-request"}',
      );
      expect(await finished(deployed(), id)).toMatchObject({
        ...{ status: "failed", success: false },
        error: { code: "invalid-request", retryable: false },
      });
    });
  });
}
