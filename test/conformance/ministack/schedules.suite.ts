import { describe, expect, it } from "vitest";
import type { Deployment } from "./deployment.ts";
import {
  asOperator,
  finished,
  standing,
  submit,
  until,
} from "./tasks-as-an-agent.ts";

/** Farther than a message's delay is used for: the clock alone can send it. */
const AHEAD_MS = 125_000;

export interface Later {
  readonly id: string;
  readonly executeAt: Date;
}

/** To be called early: its time comes while other tests run. */
export async function submitForLater(deployed: Deployment): Promise<Later> {
  const executeAt = new Date(Date.now() + AHEAD_MS);
  const more = { executeAt: executeAt.toISOString() };
  const id = await submit(deployed, "later", more);
  const { body } = await deployed.call(`/tasks/${id}`);
  expect(body).toMatchObject({ status: "scheduled" });
  return { id, executeAt };
}

/** What the deployed schedules do each minute, with nobody calling. */
export function schedulesSuite(
  deployed: () => Deployment,
  later: () => Later,
): void {
  describe("the schedules", () => {
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

    it("send a task when its time comes", async () => {
      const { id, executeAt } = later();
      const task = await finished(deployed(), id);
      expect(task).toMatchObject({ status: "succeeded" });
      const startedAt = Date.parse(String(task["startedAt"]));
      expect(startedAt).toBeGreaterThanOrEqual(executeAt.getTime());
    });
  });
}
