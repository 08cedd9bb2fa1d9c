import { describe, expect, it } from "vitest";
import type { Deployment } from "./deployment.ts";
import {
  asOperator,
  finished,
  standing,
  submit,
  until,
} from "./tasks-as-an-agent.ts";

const AHEAD_MS = 5_000;

/** What the deployed schedules do each minute, with nobody calling. */
export function scheduleSuite(deployed: () => Deployment): void {
  describe("the schedules", () => {
    it("start a task at its time", async () => {
      const executeAt = new Date(Date.now() + AHEAD_MS);
      const id = await submit(deployed(), "later", {
        executeAt: executeAt.toISOString(),
      });
      const seen = await deployed().call(`/tasks/${id}`);
      expect(seen.body).toMatchObject({ status: "scheduled" });
      const task = await finished(deployed(), id);
      expect(task).toMatchObject({ status: "succeeded" });
      const startedAt = Date.parse(String(task["startedAt"]));
      expect(startedAt).toBeGreaterThanOrEqual(executeAt.getTime());
    });

    it("open an issue for a lost login, and go on when it is closed and the login back", async () => {
      const { gitHub, login, logout } = deployed();
      await logout();
      const id = await submit(deployed(), "without a login");
      const blocked = await standing(deployed(), id, "blocked");
      expect(blocked.body).toMatchObject({
        attempts: 0,
        error: { code: "session-expired", sessionTimeout: true },
      });
      const status = () => asOperator(deployed(), "/session/status");
      const monitored = await until(
        status,
        ({ body }) => body["state"] === "monitoring",
      );
      const number = Number(monitored.body["issueNumber"]);
      expect(gitHub.issues.get(number)).toMatchObject({ isOpen: true });

      await login();
      gitHub.change(number, { isOpen: false });
      const task = await finished(deployed(), id);
      expect(task).toMatchObject({ status: "succeeded", attempts: 1 });
      const active = await until(
        status,
        ({ body }) => body["state"] === "active",
      );
      expect(active.body).toMatchObject({ blockedTasks: 0 });
    });
  });
}
