import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

const KIB = 1_024;
const MIB = KIB * KIB;
/** Three bytes. */
const WIDE = "語";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const TOO_LARGE = { status: 413, code: "payload-too-large" };

describe("the largest that is allowed is accepted", () => {
  it.each([
    { what: "a prompt of 1 MiB", body: { prompt: "x".repeat(MIB) } },
    {
      what: "a prompt of 1 MiB, most characters of three bytes",
      body: { prompt: `x${WIDE.repeat((MIB - 1) / 3)}` },
    },
    {
      what: "a prompt of 1 MiB in which each character is escaped",
      body: { prompt: "\u0001".repeat(MIB / 2) },
    },
    {
      what: "a system prompt of 64 KiB",
      body: { prompt: "x", systemPrompt: "s".repeat(64 * KIB) },
    },
    {
      what: "256 KiB of context and metadata",
      body: {
        prompt: "x",
        // {"a":"…"} is eight characters around the text.
        context: { a: "c".repeat(128 * KIB - 8) },
        metadata: { a: "m".repeat(128 * KIB - 8) },
      },
    },
  ])("$what", async ({ body }) => {
    const { status, body: receipt } = await service.send(submit(body));
    expect(status).toBe(202);
    const task = await service.send(get(`/tasks/${String(receipt["taskId"])}`));
    expect(task.body["metadata"]).toStrictEqual(body.metadata);
  });
});

describe("one byte more is refused", () => {
  it.each([
    {
      field: "prompt",
      body: { prompt: "x".repeat(MIB + 1) },
      detail: /^prompt is longer than 1048576 bytes of UTF-8; shorten it\.$/,
    },
    {
      field: "prompt",
      body: { prompt: `xx${WIDE.repeat((MIB - 1) / 3)}` },
      detail: /1048576 bytes/,
    },
    {
      field: "systemPrompt",
      body: { prompt: "x", systemPrompt: "s".repeat(64 * KIB + 1) },
      detail: /65536 bytes/,
    },
    {
      field: "context",
      body: { prompt: "x", context: { a: "c".repeat(256 * KIB - 7) } },
      detail: /262144 bytes/,
    },
    {
      field: "metadata",
      body: { prompt: "x", metadata: { a: WIDE.repeat(88 * KIB) } },
      detail: /262144 bytes/,
    },
    {
      field: "context",
      body: {
        prompt: "x",
        context: { a: "c".repeat(128 * KIB - 7) },
        metadata: { a: "m".repeat(128 * KIB - 8) },
      },
      detail: /context and metadata together/,
    },
    {
      // What decides the status is named, whatever else is wrong.
      field: "systemPrompt",
      body: { prompt: 1, systemPrompt: "s".repeat(64 * KIB + 1) },
      detail: /^systemPrompt .* prompt must be a text\.$/,
    },
  ])("$field", async ({ body, field, detail }) => {
    expectProblem(await service.send(submit(body)), {
      ...TOO_LARGE,
      field,
      detail,
    });
  });

  it("a body of more than 5 MB, by its size or by what its header says", async () => {
    const detail = /5000000 bytes; send less/;
    const body = { prompt: "x", metadata: { a: "m".repeat(5_000_000) } };
    expectProblem(await service.send(submit(body)), {
      ...TOO_LARGE,
      field: "body",
      detail,
    });
    const length = { "content-length": "5000001" };
    expectProblem(await service.send(submit({ prompt: "x" }, length)), {
      ...TOO_LARGE,
      field: "body",
      detail,
    });
  });

  it("a body of millions of values, within a second", async () => {
    const body = `{"prompt":"x","context":[${"0,".repeat(2_400_000)}0]}`;
    const answer = await service.send({ ...submit({}), body });
    expectProblem(answer, {
      status: 400,
      code: "invalid-request",
      field: "context",
    });
    expect(answer.tookMs).toBeLessThan(onABusyMachine(1_000));
  });

  it("an answer about thousands of unknown properties names a few", async () => {
    const many = Array.from({ length: 50_000 }, (_, index) => [
      `${index}-${"n".repeat(50)}`,
      1,
    ]);
    const answer = await service.send(submit(Object.fromEntries(many)));
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(4_000);
  });
});
