import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OutcomeName } from "../../shared/domain/outcome.ts";
import { expectProblem } from "./expect-problem.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { type Hand, idOf, newHand } from "./tasks.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const HOUR_MS = 3_600_000;

let service: Service;
let hand: Hand;
beforeAll(async () => {
  service = await startService();
  hand = newHand();
});
afterAll(() => service.end());

const accept = async (more: object = {}) =>
  idOf(await service.send(submit({ prompt: "x", ...more })));

const cancel = (id: string, headers: Readonly<Record<string, string>> = {}) =>
  service.send({ method: "DELETE", path: `/tasks/${id}`, headers });

const CANCELLED = {
  status: "cancelled",
  success: false,
  error: { code: "cancelled", retryable: true },
  finishedAt: expect.any(String) as string,
};

describe("DELETE /tasks/{taskId}", () => {
  it.each([
    { what: "queued", more: {} },
    {
      what: "scheduled",
      more: { executeAt: new Date(Date.now() + HOUR_MS).toISOString() },
    },
  ])("cancels what is $what", async ({ what, more }) => {
    const id = await accept(more);
    const before = await service.send(get(`/tasks/${id}`));
    expect(before.body["status"]).toBe(what);
    const { status, body } = await cancel(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ taskId: id, ...CANCELLED });
    await expect(hand.claim(id)).rejects.toThrow("cannot be claimed");
  });

  it("cancels what runs", async () => {
    const id = await accept();
    await hand.claim(id);
    const { status, body } = await cancel(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...CANCELLED, startedAt: expect.any(String) });
  });

  it("again gives the same answer", async () => {
    const id = await accept();
    const first = await cancel(id);
    const second = await cancel(id);
    expect(second.status).toBe(200);
    expect(second.body).toStrictEqual(first.body);
  });

  it.each<{ outcome: OutcomeName; status: string }>([
    { outcome: "success", status: "succeeded" },
    { outcome: "invalid-request", status: "failed" },
  ])("leaves what has $status as it is", async ({ outcome, status }) => {
    const id = await accept();
    await hand.finish(id, outcome);
    expectProblem(await cancel(id), {
      status: 409,
      code: "task-finished",
      field: "taskId",
      detail: new RegExp(`has ${status}; there is nothing left to cancel`),
    });
    const { body } = await service.send(get(`/tasks/${id}`));
    expect(body["status"]).toBe(status);
  });

  it("twenty times at once is one cancellation", async () => {
    const id = await accept();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => cancel(id)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([200]),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});

describe("a task that the caller does not have", () => {
  const UNKNOWN = "00000000-0000-4000-8000-000000000000";

  it.each(["GET", "DELETE"])(
    "%s: not found, whatever the id",
    async (method) => {
      for (const id of [UNKNOWN, "1", "task", "%00", "..%2F..", "%F0%9F%98%80"])
        expectProblem(await service.send({ method, path: `/tasks/${id}` }), {
          status: 404,
          code: "task-not-found",
          field: "taskId",
          detail: /^You have no task /,
        });
    },
  );

  it("of another agent is not told from one that nobody has", async () => {
    const id = await accept();
    const theirs = bearer(service.tokens.otherAgent);
    for (const request of [
      get(`/tasks/${id}`, theirs),
      get(`/tasks/${id}/result`, theirs),
      get(`/tasks/${id}/result?wait=25`, theirs),
      { method: "DELETE", path: `/tasks/${id}`, headers: theirs },
    ]) {
      const unknown = { ...request, path: request.path.replace(id, UNKNOWN) };
      const [foreign, nobodys] = [
        await service.send(request),
        await service.send(unknown),
      ];
      expect(foreign.status).toBe(404);
      expect(foreign.tookMs).toBeLessThan(onABusyMachine(1_000));
      const words = ({ body }: typeof foreign, own: string) =>
        JSON.stringify({ ...body, requestId: "" }).replace(own, "");
      expect(words(foreign, id)).toBe(words(nobodys, UNKNOWN));
    }
    const { body } = await service.send(get(`/tasks/${id}`));
    expect(body["status"]).toBe("queued");
  });
});
