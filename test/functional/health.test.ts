import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { bearer, get } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const OPEN = { closed: false };
const withoutToken = () => ({ headers: {} });

describe("GET /health", () => {
  it("tells a stranger the status, and nothing else", async () => {
    const { status, body } = await service.send({
      ...get("/health"),
      bend: withoutToken,
    });
    expect(status).toBe(200);
    // Nobody runs an executor here.
    expect(body).toStrictEqual({ status: "degraded" });
  });

  it("tells an agent no more", async () => {
    const { body } = await service.send(get("/health"));
    expect(body).toStrictEqual({ status: "degraded" });
  });

  it.each(["operator", "observer"] as const)("tells an %s all", async (who) => {
    const answer = await service.send(
      get("/health", bearer(service.tokens[who])),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toStrictEqual({
      status: "degraded",
      version: manifest.version,
      dependencies: {
        sqs: { ok: true },
        dynamodb: { ok: true },
        executors: [],
        session: { state: "active" },
        gates: {
          emergency: OPEN,
          paused: OPEN,
          session: OPEN,
          limit: OPEN,
          load: OPEN,
        },
      },
    });
  });

  it("refuses a token that is not valid: its holder should know", async () => {
    const { status } = await service.send(get("/health", bearer("ccsp_a_b")));
    expect(status).toBe(401);
  });

  it("answers HEAD as it answers GET", async () => {
    const { status } = await service.send({ method: "HEAD", path: "/health" });
    expect(status).toBe(200);
  });

  it("is down within two seconds, whoever asks, when nothing answers", async () => {
    await service.cutOff();
    for (const request of [
      { ...get("/health"), bend: withoutToken },
      get("/health", bearer(service.tokens.operator)),
      get("/health", bearer("ccsp_a_b")),
    ]) {
      const answer = await service.send(request);
      expect(answer.status).toBe(503);
      expect(answer.body).toStrictEqual({ status: "down" });
      expect(answer.tookMs).toBeLessThan(onABusyMachine(2_000));
    }
  });
});
