import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { anOperator, inSeconds } from "./orders.ts";
import { bearer, get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { type Hand, idOf, newHand } from "./tasks.ts";

let service: Service;
let hand: Hand;
beforeAll(async () => {
  service = await startService();
  hand = newHand();
});
afterAll(() => service.end());

const { order, audited } = anOperator(() => service);
const clear = (body?: object) =>
  order("/queue/clear", body && JSON.stringify(body));
const accept = async (fields: object = {}, token = service.tokens.agent) =>
  idOf(await service.send(submit({ prompt: "x", ...fields }, bearer(token))));
const statusOf = async (id: string) =>
  (await service.send(get(`/tasks/${id}`))).body["status"];

describe("POST /queue/clear", () => {
  it("cancels all that waits, of every agent, and leaves what runs", async () => {
    const running = await accept();
    await hand.claim(running);
    const waiting = [
      await accept(),
      await accept({ priority: "urgent" }),
      await accept({ executeAt: inSeconds(3_600) }),
    ];
    const theirs = await accept({}, service.tokens.otherAgent);
    const answer = await clear({ reason: "wrong prompts" });
    expect(answer.status).toBe(200);
    expect(answer.body).toStrictEqual({
      cleared: 4,
      complete: true,
      class: "all",
      reason: "wrong prompts",
    });
    expect(await statusOf(running)).toBe("running");
    for (const id of waiting) {
      const task = await service.send(get(`/tasks/${id}`));
      expect(task.body).toMatchObject({
        status: "cancelled",
        success: false,
        error: { code: "cancelled" },
      });
    }
    const [entry] = await audited(1);
    expect(entry).toMatchObject({
      action: "clear-queue",
      actor: "operator",
      reason: "wrong prompts",
      detail: { class: "all", cleared: 4 },
    });
    const { ids } = entry?.["detail"] as { ids: string[] };
    expect(new Set(ids)).toEqual(new Set([...waiting, theirs]));
  });

  it.each(["urgent", "high", "normal", "low", "scheduled"])(
    "cancels what waits in %s alone",
    async (name) => {
      const others = new Map<string, string>();
      for (const priority of ["urgent", "high", "normal", "low"])
        others.set(priority, await accept({ priority }));
      others.set("scheduled", await accept({ executeAt: inSeconds(3_600) }));
      const { body } = await clear({ class: name });
      expect(body).toMatchObject({
        cleared: 1,
        class: name,
        reason: "not given",
      });
      for (const [each, id] of others)
        expect(await statusOf(id)).toBe(
          each === name
            ? "cancelled"
            : each === "scheduled"
              ? "scheduled"
              : "queued",
        );
      await clear();
    },
  );

  it("finds nothing the second time, and nothing that came after it", async () => {
    await accept();
    expect((await clear()).body["cleared"]).toBe(1);
    expect((await clear()).body["cleared"]).toBe(0);
    const id = await accept();
    expect(await statusOf(id)).toBe("queued");
  });

  it("says when the time was over before the end", async () => {
    const id = await accept();
    const request = {
      method: "POST",
      path: "/queue/clear",
      headers: bearer(service.tokens.operator),
    };
    const answer = await service.send(request, 3_000);
    expect(answer.body).toMatchObject({ cleared: 0, complete: false });
    expect(await statusOf(id)).toBe("queued");
  });

  it.each([undefined, "", "{}"])("needs no words: %j", async (body) => {
    expect(await order("/queue/clear", body)).toMatchObject({
      status: 200,
      body: { class: "all", reason: "not given" },
    });
  });

  it.each([
    { body: '{"class":"running"}', field: "class", detail: /one of urgent, / },
    { body: '{"class":""}', field: "class", detail: /, low, all\./ },
    { body: '{"class":null}', field: "class", detail: /one of/ },
    { body: '{"class":["low"]}', field: "class", detail: /one of/ },
    { body: '{"reason":1}', field: "reason", detail: /must be a text/ },
    { body: '{"until":1}', field: "until", detail: /remove it/ },
    { body: "[]", field: "body", detail: /must be a JSON object/ },
  ])("refuses $body, and cancels nothing", async ({ body, field, detail }) => {
    const id = await accept();
    expectProblem(await order("/queue/clear", body), {
      status: 400,
      code: "invalid-request",
      field,
      detail,
    });
    expect(await statusOf(id)).toBe("queued");
  });
});
