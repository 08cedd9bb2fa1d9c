import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { CCSPClient } from "../../../shared/client/ccsp-client.ts";
import { InvalidOptionsError } from "../../../shared/client/errors.ts";
import type { ClientOptions } from "../../../shared/client/options.ts";
import { PRIORITIES, STATUSES } from "../../../shared/domain/task.ts";
import { scriptedFetch, textOf } from "./scripted-fetch.ts";
import { ACCEPTED, SUCCEEDED, TASK_ID } from "./replies.ts";
import { TOKEN } from "./scripted-service.ts";

const baseUrl = "http://ccsp.example/api/ccsp";

/** JavaScript passes what TypeScript would not. */
const construct = (options: unknown): CCSPClient =>
  new CCSPClient(options as ClientOptions);

const errorOf = (work: () => unknown): InvalidOptionsError => {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidOptionsError) return error;
  }
  throw new Error("it was not refused");
};

describe("A client", () => {
  it.each([
    [{ token: TOKEN }, "baseUrl", /is missing; say where/],
    [{ baseUrl: undefined, token: TOKEN }, "baseUrl", /is missing/],
    [{ baseUrl: "ccsp.example", token: TOKEN }, "baseUrl", /http or https URL/],
    [{ baseUrl: "ftp://ccsp.example", token: TOKEN }, "baseUrl", /http or/],
    [
      { baseUrl: "http://u:p@ccsp.example", token: TOKEN },
      "baseUrl",
      /no user/,
    ],
    [{ baseUrl: `${baseUrl}?a=b`, token: TOKEN }, "baseUrl", /no user, query/],
    [{ baseUrl: 3001, token: TOKEN }, "baseUrl", /must be a text/],
    [{ baseUrl }, "token", /is missing; ask an operator/],
    [{ baseUrl, token: "secret-Thing" }, "token", /ccsp_<id>_<secret>/],
    [{ baseUrl, token: `${TOKEN}\n` }, "token", /ccsp_<id>_<secret>/],
    [{ baseUrl, token: TOKEN, fetch: {} }, "fetch", /must be a function/],
    [{ baseUrl, token: TOKEN, retryForMs: "1" }, "retryForMs", /a number/],
    [{ baseUrl, token: TOKEN, retryForMs: -1 }, "retryForMs", /0 or more/],
    [{ baseUrl, token: TOKEN, retryForMs: NaN }, "retryForMs", /a number/],
    [
      { baseUrl, token: TOKEN, agentName: "a" },
      "agentName",
      /not an option; there are baseUrl, token, fetch, retryForMs/,
    ],
    [undefined, "options", /must be an object/],
  ])("refuses %j and names %s", (options, field, words) => {
    const error = errorOf(() => construct(options));
    expect(error.code).toBe("invalid-options");
    expect(error.fields).toEqual([
      { field, message: expect.stringMatching(words) },
    ]);
    expect(error.message).toContain(`${field} `);
    expect(inspect(error)).not.toContain("secret-Thing");
    expect(inspect(error)).not.toContain(TOKEN);
  });

  it("names all that is wrong at once", () => {
    const { fields } = errorOf(() => construct({ baseUrl: "x", token: "y" }));
    expect(fields.map(({ field }) => field)).toEqual(["baseUrl", "token"]);
  });

  it.each([
    ["http://ccsp.example", "http://ccsp.example/api/ccsp/tasks"],
    ["http://ccsp.example/", "http://ccsp.example/api/ccsp/tasks"],
    ["https://ccsp.example/x/", "https://ccsp.example/x/tasks"],
    [baseUrl, "http://ccsp.example/api/ccsp/tasks"],
  ])("at %s sends to %s", async (url, to) => {
    const urls: string[] = [];
    const { fetch } = scriptedFetch(ACCEPTED);
    const client = new CCSPClient({
      baseUrl: url,
      token: TOKEN,
      fetch: (input, init) => {
        urls.push(textOf(input));
        return fetch(input, init);
      },
    });
    await client.submit("x");
    expect(urls).toEqual([to]);
  });

  it("shows its token to nobody who logs it", () => {
    const client = new CCSPClient({ baseUrl, token: TOKEN });
    expect(inspect(client, { depth: 9, showHidden: true })).not.toContain(
      "Sec",
    );
    expect(JSON.stringify(client)).toBe("{}");
  });
});

describe("A call", () => {
  const { fetch, paths } = scriptedFetch(SUCCEEDED);
  const client = new CCSPClient({ baseUrl, token: TOKEN, fetch });
  const execute = client.executeClaude.bind(client) as (
    ...call: unknown[]
  ) => Promise<unknown>;

  it.each([
    [{ priorty: "high" }, "priorty", /is not an option; there are priority, /],
    [{ toString: 1 }, "toString", /is not an option/],
    [{ priority: "highest" }, "priority", /one of urgent, high, normal, low/],
    [{ timeout: "5m" }, "timeout", /a number/],
    [{ executeAt: 5 }, "executeAt", /a Date, or an ISO 8601 time/],
    [{ executeAt: new Date(NaN) }, "executeAt", /a Date/],
    [{ context: "text" }, "context", /an object/],
    [{ context: ["a"] }, "context", /an object/],
    [{ metadata: null }, "metadata", /an object/],
    [{ model: 4 }, "model", /a text/],
    [{ systemPrompt: 4 }, "systemPrompt", /a text/],
    [{ maxTurns: "4" }, "maxTurns", /a number/],
    [{ maxBudgetUsd: "4" }, "maxBudgetUsd", /a number/],
    [{ callbackUrl: new URL(baseUrl) }, "callbackUrl", /a text/],
    [{ signal: "now" }, "signal", /an AbortSignal/],
    [{ idempotencyKey: "with space" }, "idempotencyKey", /visible ASCII/],
    [{ idempotencyKey: "" }, "idempotencyKey", /visible ASCII/],
    [{ onStatus: true }, "onStatus", /a function/],
    [{ onSessionTimeout: "retry" }, "onSessionTimeout", /one of throw, wait/],
    [{ onRateLimit: "retry" }, "onRateLimit", /one of wait, throw/],
    [{ cancelOnAbort: "yes" }, "cancelOnAbort", /true or false/],
    ["high", "options", /an object/],
  ])(
    "with %j is refused, %s is named, nothing is sent",
    async (options, field, words) => {
      await expect(execute("x", options)).rejects.toMatchObject({
        name: "InvalidOptionsError",
        code: "invalid-options",
        fields: [{ field, message: expect.stringMatching(words) }],
      });
      expect(paths).toEqual([]);
    },
  );

  it("whose prompt is no text is refused", async () => {
    await expect(execute(undefined)).rejects.toThrow("prompt must be a text.");
  });

  it("whose context is no JSON is refused", async () => {
    const context: Record<string, unknown> = {};
    context["itself"] = context;
    await expect(client.submit("x", { context })).rejects.toThrow(
      /^the request cannot be written as JSON: .*circular/,
    );
  });

  it.each(["", "..", "a/b", "a?b", 7, undefined])(
    "about the task %j is refused",
    async (taskId) => {
      const id = taskId as string;
      for (const call of [client.get(id), client.wait(id), client.cancel(id)])
        await expect(call).rejects.toThrow("taskId must be the id of a task.");
    },
  );

  it.each([
    ["get", () => client.get(TASK_ID, { wait: 5 } as object), "wait"],
    [
      "cancel",
      () => client.cancel(TASK_ID, { reason: "" } as object),
      "reason",
    ],
    [
      "wait",
      () => client.wait(TASK_ID, { priority: "low" } as object),
      "priority",
    ],
    [
      "submit",
      () => client.submit("x", { onStatus: () => {} } as object),
      "onStatus",
    ],
    [
      "submitBatch",
      () => client.submitBatch([], { priority: "low" } as object),
      "priority",
    ],
  ] as const)("%s refuses another call's options", async (_, call, option) => {
    await expect(call()).rejects.toThrow(`${option} is not an option; there`);
  });

  it("list refuses what is no option of its own at once", () => {
    expect(() => client.list({ limit: 5 } as object)).toThrow(
      "limit is not an option; there are signal, status, priority, pageSize.",
    );
    expect(() => client.list({ status: "done" } as object)).toThrow("status");
  });

  it("list knows every status and priority that there is", () => {
    for (const status of STATUSES) client.list({ status });
    for (const priority of PRIORITIES) client.list({ priority });
    expect(paths).toEqual([]); // nobody has asked for a page
  });

  it("of a batch names the request that is wrong", async () => {
    const requests = [{ prompt: "x" }, { prompt: "x", timeout: "1" }, "x"];
    await expect(client.submitBatch(requests as unknown as [])).rejects.toThrow(
      "requests.1.timeout must be a number; requests.2 must be an object.",
    );
    await expect(client.submitBatch("x" as unknown as [])).rejects.toThrow(
      "requests must be a list of requests.",
    );
  });

  it("takes an option that is undefined for one that is not there", async () => {
    const options = {
      priority: undefined,
      signal: undefined,
      fetch: undefined,
    };
    const { fetch: one } = scriptedFetch(ACCEPTED, SUCCEEDED);
    const other = new CCSPClient({
      baseUrl,
      token: TOKEN,
      retryForMs: undefined,
      fetch: one,
    });
    const { fetch: _, ...rest } = options;
    expect(await other.executeClaude("x", rest)).toMatchObject({
      success: true,
    });
  });
});
