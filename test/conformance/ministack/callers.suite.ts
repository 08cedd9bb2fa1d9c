import { describe, expect, it } from "vitest";
import type { Deployment } from "./deployment.ts";
import { submit } from "./tasks-as-an-agent.ts";

/** Who is let in, by tokens in the deployed table. */
export function callersSuite(deployed: () => Deployment): void {
  describe("a caller", () => {
    it.each([
      "/tasks",
      "/queue/status",
      "/tasks/x/result",
      "/control/stop-report",
    ])("without a token is not served: %s", async (path) => {
      const answer = await deployed().call(path, { token: undefined });
      expect(answer).toMatchObject({
        status: 401,
        body: { code: "unauthorized" },
      });
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    });

    it("with a token that nobody made is not served", async () => {
      const token = deployed().agentToken.replace(/.{4}$/, "AAAA");
      expect(await deployed().call("/tasks", { token })).toMatchObject({
        status: 401,
      });
    });

    it.each(["/queue/pause", "/control/emergency-stop"])(
      "without the scope is refused: %s",
      async (path) => {
        const answer = await deployed().call(path, { body: {} });
        expect(answer).toMatchObject({
          status: 403,
          body: { code: "forbidden" },
        });
      },
    );

    it("finds no task of another agent, and no route that there is not", async () => {
      const { call, token } = deployed();
      const id = await submit(deployed(), "mine");
      const bobs = await token("bob", ["tasks"]);
      expect(await call(`/tasks/${id}`, { token: bobs })).toMatchObject({
        status: 404,
      });
      expect(await call("/nowhere")).toMatchObject({
        status: 404,
        body: { code: "route-not-found" },
      });
    });

    it("gets a token from an operator, which works until it is revoked", async () => {
      const { call, operatorToken } = deployed();
      const body = {
        ...{ agent: "carol", scopes: ["tasks"] },
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      };
      const made = await call("/tokens", { token: operatorToken, body });
      expect(made).toMatchObject({ status: 201, body: { agent: "carol" } });
      const token = String(made.body["token"]);
      expect(await call("/tasks", { token })).toMatchObject({ status: 200 });
      const revoked = await call(`/tokens/${String(made.body["id"])}`, {
        ...{ token: operatorToken, method: "DELETE" },
      });
      expect(revoked).toMatchObject({ status: 200 });
    });
  });
}
