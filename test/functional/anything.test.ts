import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bearer, get, submit } from "./requests.ts";
import { type Answer, type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const RUNS = { numRuns: 150 };
const LIMIT_MS = 120_000;

/** Accepted, or refused for a reason that is named: never our fault. */
function expectAnswered({ status, headers, body }: Answer): void {
  if (status < 300) return;
  expect([400, 404, 413]).toContain(status);
  expect(headers["content-type"]).toBe("application/problem+json");
  expect(body).toMatchObject({
    status,
    code: expect.stringMatching(/^[a-z]+(-[a-z]+)*$/),
    detail: expect.stringMatching(/\.$/),
    requestId: headers["x-request-id"],
  });
}

const NAMES = [
  ...["prompt", "priority", "timeout", "executeAt", "context", "model"],
  ...["systemPrompt", "maxTurns", "maxBudgetUsd", "metadata", "callbackUrl"],
];
const ORDER_NAMES = [
  ...["reason", "until", "gate", "class"],
  ...["taskIds", "code", "agent", "all"],
  ...["scopes", "expiresAt"],
];
const UUID = "00000000-0000-4000-8000-000000000000";
const value = fc.oneof(
  fc.jsonValue({ noUnicodeString: false }),
  fc.constantFrom<unknown>("x", "low", 1_000, "2030-01-01T00:00:00Z", {}),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.webUrl(),
);
const body = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, fc.string()),
  value,
);

it(
  "any body has an answer",
  () =>
    fc.assert(
      fc.asyncProperty(body, async (each) => {
        expectAnswered(await service.send(submit({ prompt: "x", ...each })));
      }),
      RUNS,
    ),
  LIMIT_MS,
);

it(
  "any order has an answer",
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          ...["/queue/pause", "/queue/resume", "/queue/clear"],
          ...["/dead-letters/redrive", `/tasks/${UUID}/retry`],
          ...["/session/restored", "/tokens"],
        ),
        fc.dictionary(fc.constantFrom(...ORDER_NAMES), value),
        async (path, each) => {
          const answer = await service.send({
            method: "POST",
            path,
            headers: bearer(service.tokens.operator),
            body: JSON.stringify(each),
          });
          expectAnswered(answer);
        },
      ),
      RUNS,
    ),
  LIMIT_MS,
);

it(
  "any request of a batch has an answer of its own",
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(body, value), { minLength: 1, maxLength: 5 }),
        async (tasks) => {
          const request = { ...submit({ tasks }), path: "/tasks/batch" };
          const answer = await service.send(request);
          const items = answer.body["items"] as { readonly status: number }[];
          expect(answer.status).toBe(200);
          expect(items).toHaveLength(tasks.length);
          for (const { status } of items)
            expect([202, 400, 413]).toContain(status);
        },
      ),
      RUNS,
    ),
  LIMIT_MS,
);

it(
  "any bytes have an answer",
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom("application/json", "image/png"),
        async (bytes, type) => {
          const headers = { "content-type": type };
          const request = { ...submit({}, headers), body: Buffer.from(bytes) };
          expectAnswered(await service.send(request));
        },
      ),
      RUNS,
    ),
  LIMIT_MS,
);

it(
  "any query and any path have an answer",
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom("status", "priority", "limit", "cursor", "x"),
        fc.webQueryParameters(),
        fc.webPath(),
        async (name, text, path) => {
          expectAnswered(await service.send(get(`/tasks?${name}=${text}`)));
          expectAnswered(await service.send(get(`/tasks${path}`)));
        },
      ),
      RUNS,
    ),
  LIMIT_MS,
);

it(
  "any Idempotency-Key has an answer",
  () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (key) => {
        const headers = { "idempotency-key": key };
        expectAnswered(await service.send(submit({ prompt: "x" }, headers)));
      }),
      RUNS,
    ),
  LIMIT_MS,
);
