import { getEventListeners } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import {
  ACCEPTED,
  aTask,
  problem,
  SUCCEEDED,
  TASK_ID,
  unfinished,
} from "./replies.ts";
import {
  type ScriptedService,
  scriptedService,
  type Step,
} from "./scripted-service.ts";

const CANCELLED: Step = {
  status: 200,
  body: aTask({ status: "cancelled", success: false }),
};

let service: ScriptedService;
afterEach(() => service.end());

const answering = async (...script: readonly Step[]) => {
  service = await scriptedService(script);
  return service.client();
};

const sent = () => service.received.map(({ method }) => method);

describe("Aborting the signal", () => {
  it("before the call rejects it with the reason, and nothing is sent", async () => {
    const client = await answering();
    const signal = AbortSignal.abort("not today");
    const cancelling = { signal, cancelOnAbort: true };
    await expect(client.executeClaude("x", cancelling)).rejects.toBe(
      "not today",
    );
    await expect(client.wait(TASK_ID, cancelling)).rejects.toBe("not today");
    await expect(client.get(TASK_ID, { signal })).rejects.toBe("not today");
    await expect(client.list({ signal }).next()).rejects.toBe("not today");
    expect(sent()).toEqual([]);
  });

  it.each<[string, readonly Step[], number]>([
    ["while a submission has no answer", ["hang"], 1],
    ["while a poll is held", [ACCEPTED, unfinished(), "hang"], 3],
    ["between two polls", [ACCEPTED, unfinished(), unfinished()], 3],
    ["between two tries", [problem(503, "x", {}, { "retry-after": "60" })], 1],
  ])(
    "%s rejects with its reason, and leaves the task alone",
    async (_, script, requests) => {
      const client = await answering(...script);
      const ending = new AbortController();
      const reason = new Error("enough");
      const execution = client.executeClaude("x", { signal: ending.signal });
      await service.came(requests);
      ending.abort(reason);
      await expect(execution).rejects.toBe(reason);
      expect(sent()).toHaveLength(requests);
      expect(getEventListeners(ending.signal, "abort")).toEqual([]);
    },
  );

  it("with cancelOnAbort cancels the task before the rejection", async () => {
    const client = await answering(
      ACCEPTED,
      "hang",
      CANCELLED,
      "hang",
      CANCELLED,
    );
    const ending = new AbortController();
    const options = { signal: ending.signal, cancelOnAbort: true };
    const execution = client.executeClaude("x", options);
    await service.came(2);
    ending.abort("enough");
    await expect(execution).rejects.toBe("enough");
    expect(sent()).toEqual(["POST", "GET", "DELETE"]);

    const again = new AbortController();
    const wait = client.wait(TASK_ID, { ...options, signal: again.signal });
    await service.came(4);
    again.abort("enough");
    await expect(wait).rejects.toBe("enough");
    expect(sent().slice(3)).toEqual(["GET", "DELETE"]);
    expect(service.received[4]!.path).toBe(`/api/ccsp/tasks/${TASK_ID}`);
  });

  it("finds out by the same key which task it was when the receipt never came", async () => {
    const client = await answering("hang", ACCEPTED, CANCELLED);
    const ending = new AbortController();
    const options = { signal: ending.signal, cancelOnAbort: true };
    const execution = client.executeClaude("x", options);
    await service.came(1);
    ending.abort("enough");
    await expect(execution).rejects.toBe("enough");
    expect(sent()).toEqual(["POST", "POST", "DELETE"]);
    const [one, other] = service.received;
    expect(one!.headers["idempotency-key"]).toBe(
      other!.headers["idempotency-key"],
    );
    expect(one!.body).toEqual(other!.body);
  });

  it("rejects with its reason also when the task cannot be cancelled", async () => {
    const client = await answering(
      ACCEPTED,
      "hang",
      problem(409, "task-finished"),
    );
    const ending = new AbortController();
    const options = { signal: ending.signal, cancelOnAbort: true };
    const execution = client.executeClaude("x", options);
    await service.came(2);
    ending.abort("enough");
    await expect(execution).rejects.toBe("enough");
  });

  it("after the end means nothing", async () => {
    const client = await answering(ACCEPTED, SUCCEEDED);
    const ending = new AbortController();
    const options = { signal: ending.signal, cancelOnAbort: true };
    const result = await client.executeClaude("x", options);
    ending.abort();
    expect(result.success).toBe(true);
    expect(getEventListeners(ending.signal, "abort")).toEqual([]);
    expect(sent()).toEqual(["POST", "GET"]);
  });

  it("is not what a failure of the service is taken for", async () => {
    const client = await answering(ACCEPTED, problem(404, "task-not-found"));
    const { signal } = new AbortController();
    await expect(
      client.executeClaude("x", { signal, cancelOnAbort: true }),
    ).rejects.toMatchObject({ name: "NotFoundError" });
    expect(sent()).toEqual(["POST", "GET"]);
  });
});

describe("A service that goes away and comes back on its port", () => {
  it("is found again", async () => {
    const client = await answering(ACCEPTED, "hang");
    const execution = client.executeClaude("x");
    await service.came(2);
    const { port } = service;
    await service.end();
    service = await scriptedService([SUCCEEDED], port);
    expect(await execution).toMatchObject({ result: "the answer" });
  });
});
