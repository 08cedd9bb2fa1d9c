import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { get, submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";
import { idOf } from "./tasks.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

/** Takes connections and never answers. */
interface Silent {
  readonly url: string;
  close(): Promise<void>;
}

async function startSilent(): Promise<Silent> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

let silent: Silent;
let service: Service | undefined;
beforeEach(async () => {
  silent = await startSilent();
});
afterEach(async () => {
  await silent.close(); // a call that still hopes for its answer ends now
  await service?.end();
  vi.resetModules();
});

/** Nobody listens on port 1. */
const REFUSING = "http://127.0.0.1:1";

describe.each([
  { sqs: "refuses connections", url: () => REFUSING, withinMs: 1_500 },
  { sqs: "does not answer", url: () => silent.url, withinMs: 3_000 },
])("when SQS $sqs", ({ url, withinMs }) => {
  it("a task is accepted all the same, within seconds", async () => {
    service = await startService({ AWS_ENDPOINT_URL_SQS: url() });
    const answer = await service.send(submit({ prompt: "sesame" }));
    expect(answer.status).toBe(202);
    expect(answer.tookMs).toBeLessThan(onABusyMachine(withinMs));
    const task = await service.send(get(`/tasks/${idOf(answer)}`));
    expect(task.body).toMatchObject({ status: "queued", attempts: 0 });
    const output = service.output();
    expect(output).toContain('"event":"send-postponed"');
    expect(output).not.toContain("sesame");
  });

  it("health is down within two seconds", async () => {
    service = await startService({ AWS_ENDPOINT_URL_SQS: url() });
    const answer = await service.send(get("/health"));
    expect(answer).toMatchObject({ status: 503, body: { status: "down" } });
    expect(answer.tookMs).toBeLessThan(onABusyMachine(2_000));
  });
});

describe("when DynamoDB does not answer", () => {
  it("nothing is accepted, and the answer says to come again", async () => {
    service = await startService();
    await service.cutOff();
    for (const request of [submit({ prompt: "x" }), get("/tasks")]) {
      const answer = await service.send(request);
      expectProblem(answer, {
        status: 503,
        code: "dependency-unavailable",
        detail: /cannot reach its table at present; try again/,
      });
      expect(answer.headers["retry-after"]).toBe("5");
      expect(answer.tookMs).toBeLessThan(onABusyMachine(3_000));
    }
    expect(service.output()).toContain('"event":"request-failed"');
  });
});

describe("when a function's time is nearly over", () => {
  it("there is still an answer", async () => {
    service = await startService({ AWS_ENDPOINT_URL_DYNAMODB: silent.url });
    const answer = await service.send(submit({ prompt: "x" }), 800);
    expectProblem(answer, {
      status: 503,
      code: "dependency-unavailable",
      detail: /took too long.*try again/,
    });
    expect(answer.tookMs).toBeLessThan(onABusyMachine(600));
  });
});
