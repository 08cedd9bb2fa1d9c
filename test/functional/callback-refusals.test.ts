import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectProblem } from "./expect-problem.ts";
import { submit } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const sendWith = (callbackUrl: string) =>
  service.send(submit({ prompt: "x", callbackUrl }));

describe("a task is refused that wants its end told", () => {
  it.each([
    [
      "to this machine",
      "https://127.0.0.1/",
      /loopback.*allowPrivateCallbacks/,
    ],
    ["to this machine by its name", "https://localhost:8443/", /127\.0\.0\.1/],
    ["to this machine in IPv6", "https://[::1]/", /loopback/],
    ["in the clothes of IPv6", "https://[::ffff:127.0.0.1]/", /loopback/],
    ["by a number", "https://2130706433/", /127\.0\.0\.1/],
    ["by an octal number", "https://0177.0.0.1/", /127\.0\.0\.1/],
    ["by a hexadecimal number", "https://0x7f.1/", /127\.0\.0\.1/],
    ["to a private network", "https://10.1.2.3/", /private/],
    ["to a cloud's metadata", "https://169.254.169.254/latest", /linkLocal/],
    ["to nowhere", "https://0.0.0.0/", /unspecified/],
    ["without encryption", "http://agent.example/", /must be an https URL/],
    ["with a password", "https://me:word@agent.example/", /password/],
  ])("%s", async (_, callbackUrl, detail) => {
    expectProblem(await sendWith(callbackUrl), {
      status: 400,
      code: "invalid-request",
      field: "callbackUrl",
      detail,
    });
  });

  it("in a batch, by itself", async () => {
    const tasks = [
      { prompt: "x", callbackUrl: "https://127.0.0.1/" },
      { prompt: "x", callbackUrl: "https://agent.example/" },
    ];
    const { body } = await service.send({
      method: "POST",
      path: "/tasks/batch",
      body: JSON.stringify({ tasks }),
    });
    expect(body["items"]).toMatchObject([
      { status: 400, problem: { field: "callbackUrl" } },
      { status: 202 },
    ]);
  });
});
