import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoffMs } from "../../../shared/client/backoff.ts";
import { CCSPClient } from "../../../shared/client/ccsp-client.ts";
import * as errors from "../../../shared/client/errors.ts";
import {
  ACCEPTED,
  problem,
  SUCCEEDED,
  TASK_ID,
  unfinished,
} from "./replies.ts";
import { type FetchStep, scriptedFetch } from "./scripted-fetch.ts";
import { TOKEN } from "./scripted-service.ts";

const baseUrl = "http://ccsp.example/api/ccsp";
const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A client whose service answers so, and the end of what is asked of it, however long that takes. */
function answering(...script: readonly FetchStep[]) {
  const { fetch, times, paths } = scriptedFetch(...script);
  const end = async <T>(work: Promise<T>): Promise<T | Error> => {
    const settled = work.catch((error: unknown) => error as Error);
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    return settled;
  };
  const client = (retryForMs?: number) =>
    new CCSPClient({ baseUrl, token: TOKEN, fetch, retryForMs });
  return { client, end, times, paths };
}

const UNAVAILABLE = problem(503, "dependency-unavailable");

describe("What may pass is tried again", () => {
  it.each<[string, FetchStep]>([
    ["a service that is not there", "refused"],
    ["an error of the service", problem(500, "internal-error")],
    ["a part of it that is away", UNAVAILABLE],
    ["a gateway that finds no service", { status: 502, body: {} }],
    ["a queue that is full", problem(429, "too-many-queued")],
    ["a gateway that is asked too often", { status: 429, body: {} }],
  ])("%s, at a submission and while waiting", async (_, step) => {
    const { client, end, times } = answering(
      step,
      step,
      ACCEPTED,
      step,
      SUCCEEDED,
    );
    expect(await end(client().executeClaude("x"))).toMatchObject({
      success: true,
    });
    expect(times()).toEqual([0, 500, 1_500, 1_500, 2_000]);
  });

  it("later each time, up to a quarter of a minute", async () => {
    const { client, end, times } = answering("refused");
    await end(client(80_000).get(TASK_ID));
    const gaps = times().map((time, index) => time - (times()[index - 1] ?? 0));
    expect(gaps).toEqual([
      0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000,
    ]);
  });

  it("not before the service said", async () => {
    const { client, end, times } = answering(
      problem(503, "dependency-unavailable", {}, { "retry-after": "5" }),
      problem(
        503,
        "dependency-unavailable",
        {},
        {
          "retry-after": new Date(Date.now() + 25_000).toUTCString(),
        },
      ),
      problem(503, "dependency-unavailable", {}, { "retry-after": "soon" }),
      ACCEPTED,
    );
    await end(client().submit("x"));
    const [, first, second, third] = times();
    expect(first).toBe(5_000);
    expect(second).toBeGreaterThan(24_000); // a date has whole seconds
    expect(second).toBeLessThanOrEqual(25_000);
    expect(third! - second!).toBe(2_000);
  });

  it("for two minutes, unless told otherwise; then the last failure is the error", async () => {
    const { client, end, times } = answering("refused");
    const error = await end(client().executeClaude("x"));
    expect(error).toBeInstanceOf(errors.ConnectionError);
    expect(error).toMatchObject({
      code: "no-connection",
      message:
        "Nobody answered at http://ccsp.example/api/ccsp: fetch failed: connect ECONNREFUSED. Start the service, or correct the URL.",
      cause: { message: "fetch failed" },
    });
    expect(times().at(-1)).toBeGreaterThan(100_000);
    expect(times().at(-1)).toBeLessThanOrEqual(120_000);
  });

  it("not at all when told so", async () => {
    const { client, end, times } = answering(UNAVAILABLE);
    expect(await end(client(0).get(TASK_ID))).toBeInstanceOf(
      errors.ServerError,
    );
    expect(times()).toEqual([0]);
  });

  it("not when the service wants to be left alone for longer than that", async () => {
    const later = problem(429, "too-many-queued", {}, { "retry-after": "600" });
    const { client, end, times } = answering(later);
    expect(await end(client().submit("x"))).toMatchObject({
      name: "TooManyQueuedError",
      retryAfterMs: 600_000,
    });
    expect(times()).toEqual([0]);
  });

  it("anew for each request: a wait outlives any number of restarts", async () => {
    const restart = Array<FetchStep>(11).fill("refused"); // 106 s
    const { client, end, paths } = answering(
      ...restart,
      unfinished(),
      ...restart,
      unfinished({ status: "running" }),
      ...restart,
      SUCCEEDED,
    );
    expect(await end(client().wait(TASK_ID))).toMatchObject({ success: true });
    expect(paths).toHaveLength(36);
  });

  it("a wait that finds nobody says which task it was", async () => {
    const { client, end } = answering(ACCEPTED, "refused");
    expect(await end(client().executeClaude("x"))).toMatchObject({
      name: "ConnectionError",
      taskId: TASK_ID,
    });
  });

  it("also a service that takes the request and says nothing", async () => {
    const { client, end, times } = answering(
      "hang",
      ACCEPTED,
      unfinished(),
      "hang",
      SUCCEEDED,
    );
    expect(await end(client().executeClaude("x"))).toMatchObject({
      success: true,
    });
    // A held poll may take its hold longer.
    expect(times()).toEqual([0, 45_500, 45_500, 45_500, 96_000]);
  });

  it("an emergency stop is not: somebody must clear it", async () => {
    const { client, end, times } = answering(
      problem(503, "emergency-stop", {}, { "retry-after": "1" }),
    );
    expect(await end(client().submit("x"))).toBeInstanceOf(
      errors.ServiceStoppedError,
    );
    expect(times()).toEqual([0]);
  });
});

describe("A wait", () => {
  it("holds longer each time after a first look, and pauses as the service says", async () => {
    const three = { ...unfinished(), headers: { "retry-after": "3" } };
    const { client, end, times, paths } = answering(
      unfinished(),
      three,
      { ...unfinished(), headers: {} },
      unfinished(),
      SUCCEEDED,
    );
    await end(client().wait(TASK_ID));
    expect(paths).toEqual([
      `/tasks/${TASK_ID}`,
      ...[5, 10, 25, 25].map(
        (hold) => `/tasks/${TASK_ID}/result?wait=${String(hold)}`,
      ),
    ]);
    expect(times()).toEqual([0, 0, 3_000, 4_000, 5_000]);
  });
});

describe("The token", () => {
  it("is in no text of an error, whatever a caller's fetch says", async () => {
    const client = new CCSPClient({
      baseUrl,
      token: TOKEN,
      retryForMs: 0,
      fetch: (_url, init) =>
        Promise.reject(
          new Error(`bad headers ${JSON.stringify(init?.headers)}`),
        ),
    });
    const error = await client.get(TASK_ID).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("bad headers");
    expect(error).not.toHaveProperty("cause");
    expect(String(error)).not.toContain(TOKEN);
  });

  it("is not needed to say what failed when that is no error", async () => {
    const client = new CCSPClient({
      baseUrl,
      token: TOKEN,
      retryForMs: 0,
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a caller's fetch may
      fetch: () => Promise.reject("no"),
    });
    await expect(client.get(TASK_ID)).rejects.toThrow(
      "Nobody answered at http://ccsp.example/api/ccsp: no.",
    );
  });
});

describe("The back-off", () => {
  it.each([
    { tries: 1, from: 250, to: 500 },
    { tries: 2, from: 500, to: 1_000 },
    { tries: 6, from: 7_500, to: 15_000 },
    { tries: 2_000, from: 7_500, to: 15_000 },
  ])("after $tries tries is $from to $to ms", ({ tries, from, to }) => {
    expect(backoffMs(tries, undefined, 0)).toBe(to);
    expect(backoffMs(tries, undefined, 0.999_999)).toBeGreaterThanOrEqual(from);
  });

  it("has at most a tenth on top of what the service asked for", () => {
    expect(backoffMs(1, 60_000, 0)).toBe(60_000);
    expect(backoffMs(1, 60_000, 0.999_999)).toBeCloseTo(66_000, -1);
  });
});
