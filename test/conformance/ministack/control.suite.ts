import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Deployment } from "./deployment.ts";
import {
  asOperator,
  finished,
  standing,
  submit,
  until,
} from "./tasks-as-an-agent.ts";

/** Operators hold the deployed service back, and let it go on. */
export function controlSuite(deployed: () => Deployment): void {
  describe("an operator", () => {
    const order = (path: string) => asOperator(deployed(), path, { body: {} });

    it("sees all parts", async () => {
      const health = await until(
        () => asOperator(deployed(), "/health"),
        ({ body }) => body["status"] === "ok",
      );
      expect(health.status).toBe(200);
    });

    it("pauses, and resumes", async () => {
      expect(await order("/queue/pause")).toMatchObject({ status: 200 });
      await sleep(5_000); // in force everywhere after that
      const id = await submit(deployed(), "while paused");
      await sleep(2_000);
      const { body } = await deployed().call(`/tasks/${id}`);
      expect(body).toMatchObject({ status: "queued", attempts: 0 });
      expect(await order("/queue/resume")).toMatchObject({ status: 200 });
      expect(await finished(deployed(), id)).toMatchObject({ success: true });
    });

    it("stops everything in an emergency; cleared, the executor that ECS starts finishes it", async () => {
      const { call, executors } = deployed();
      const id = await submit(deployed(), 'simulate: {"sleepMs": 20000}');
      await standing(deployed(), id, "running");
      const endsBefore = executors.ends.length;
      expect(await order("/control/emergency-stop")).toMatchObject({
        status: 200,
      });
      const refused = await until(
        () => call("/tasks", { body: { prompt: "too late" } }),
        ({ status }) => status === 503,
      );
      expect(refused.body).toMatchObject({ code: "emergency-stop" });
      while (executors.ends.length === endsBefore) await sleep(100);
      expect(executors.ends.at(endsBefore)).toBe("exit code 0");
      const report = await asOperator(deployed(), "/control/stop-report");
      expect(report).toMatchObject({ status: 200 });
      await call(`/tasks/${id}`, { method: "DELETE" });

      expect(await order("/control/clear")).toMatchObject({ status: 200 });
      const answer = await until(
        () => call("/tasks", { body: { prompt: "after it" } }),
        ({ status }) => status === 202,
      );
      const after = await finished(deployed(), String(answer.body["taskId"]));
      expect(after).toMatchObject({ success: true });
    });

    it("reads in the audit trail what was ordered", async () => {
      const { status, body } = await asOperator(deployed(), "/audit");
      expect(status).toBe(200);
      const text = JSON.stringify(body);
      for (const deed of ["pause", "resume", "emergency-stop", "clear"])
        expect(text).toContain(deed);
    });
  });
}
