import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashSecret } from "../../shared/runtime/secret-hasher.ts";
import { expectProblem } from "./expect-problem.ts";
import { anOperator, inSeconds } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { aTokenDesk } from "./token-desk.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const { audited } = anOperator(() => service);
const { create, revoke, listed, asking } = aTokenDesk(() => service);
const TIME = expect.stringMatching(/^\d{4}-.*Z$/) as string;
/** A token that was just used is believed for five seconds; the rest is for a loaded machine. */
const SOON = { timeout: 50_000, interval: 250 };
const LIMIT_MS = 120_000;

describe("DELETE /tokens/{id}", () => {
  it(
    "is in force at every function within seconds, and for good",
    async () => {
      const { id, token } = await create({ scopes: ["tasks", "observe"] });
      const doors = ["/tasks", "/queue/status", "/control/stop-report"];
      const answers = () =>
        Promise.all(doors.map((path) => asking(token, path)));
      expect(await answers()).toEqual([200, 200, 404]); // each remembers it now
      const answer = await revoke(id);
      expect(answer.status).toBe(200);
      expect(answer.body).toStrictEqual({ id, revoked: true, changed: true });
      await expect.poll(answers, SOON).toEqual([401, 401, 401]);
      expect(await answers()).toEqual([401, 401, 401]);
      expect(await listed("?limit=1")).toMatchObject([{ id, revokedAt: TIME }]);
    },
    LIMIT_MS,
  );

  it("again is no error, and changes nothing", async () => {
    const { id } = await create();
    await revoke(id);
    const before = await listed("?limit=1");
    const again = await revoke(id);
    expect(again.status).toBe(200);
    expect(again.body).toStrictEqual({ id, revoked: true, changed: false });
    expect(await listed("?limit=1")).toEqual(before);
  });

  it("by several operators at once is done and audited once", async () => {
    const { id } = await create({ agent: "max" });
    const { token: other } = await create({
      agent: "olga",
      scopes: ["operate"],
    });
    const answers = await Promise.all(
      [undefined, other, undefined, other].map((by) => revoke(id, by)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const changed = answers.filter(({ body }) => body["changed"] === true);
    expect(changed).toHaveLength(1);
    const [newest, before] = await audited(2);
    expect(newest).toMatchObject({
      action: "revoke-token",
      detail: { id, agent: "max", scopes: ["tasks"] },
    });
    expect(before).toMatchObject({ action: "create-token" });
  });

  it(
    "lets a token revoke itself",
    async () => {
      const { id, token } = await create({ scopes: ["operate"] });
      expect((await revoke(id, token)).body).toMatchObject({ changed: true });
      await expect.poll(() => asking(token, "/tokens"), SOON).toBe(401);
    },
    LIMIT_MS,
  );

  it(
    "leaves the agent's other tokens in force: so a token is rotated",
    async () => {
      const old = await create({ agent: "rita" });
      const fresh = await create({ agent: "rita" });
      const task = await service.send(
        submit({ prompt: "x" }, bearer(old.token)),
      );
      await revoke(old.id);
      await expect.poll(() => asking(old.token), SOON).toBe(401);
      const path = `/tasks/${String(task.body["taskId"])}`;
      expect(await asking(fresh.token, path)).toBe(200);
    },
    LIMIT_MS,
  );

  it(
    "finds no token whose time is over",
    async () => {
      const { id, token } = await create({ expiresAt: inSeconds(2) });
      await expect.poll(() => asking(token), SOON).toBe(401);
      expectProblem(await revoke(id), {
        status: 404,
        code: "token-not-found",
        field: "id",
      });
    },
    LIMIT_MS,
  );
});

it("no secret and no hash is in any other answer or in the output", async () => {
  service.output();
  const { id, token } = await create({ scopes: ["tasks", "operate"] });
  const secret = token.slice(-43);
  const headers = bearer(token);
  const said: string[] = [];
  for (const request of [
    submit({ prompt: "x" }, headers),
    ...["/tokens", "/audit", "/tasks", "/queue/status", "/health"].map((path) =>
      get(path, headers),
    ),
    get("/queue/status", bearer(`${token}x`)),
    { method: "DELETE", path: `/tokens/${token}`, headers },
    { method: "DELETE", path: `/tokens/${secret}`, headers },
    { method: "DELETE", path: `/tokens/${id}`, headers },
  ])
    said.push(JSON.stringify(await service.send(request)));
  said.push(service.output());
  expect(said.join()).toContain(id);
  expect(said.at(-1)).toContain('"event":"token-created"');
  expect(said.at(-1)).toContain('"event":"token-revoked"');
  expect(said.join()).not.toContain(secret);
  expect(said.join()).not.toContain(hashSecret(secret));
});
