import { describe, expect, it } from "vitest";
import { authenticate } from "../../../shared/app/authenticate.ts";
import type { AccessToken } from "../../../shared/domain/access-token.ts";
import { later } from "../../../shared/domain/timing.ts";
import { manualClock, START } from "../../fakes/memory-clock.ts";
import { memoryControlStores } from "../../fakes/memory-control-stores.ts";
import { memoryMetrics } from "../../fakes/memory-metrics.ts";

const token: AccessToken = {
  id: "a1",
  secretHash: "#secret",
  agent: "alice",
  scopes: ["tasks"],
  expiresAt: later(START, 600_000),
};
const ALICE = "Bearer ccsp_a1_secret";
const alice = {
  kind: "caller",
  caller: {
    agent: "alice",
    scopes: ["tasks"],
    tokenId: "a1",
    expiresAt: token.expiresAt,
  },
};
const refused = { kind: "refused" };

async function aDoor(saved: AccessToken = token) {
  const clock = manualClock();
  const { tokens, failing } = memoryControlStores();
  await tokens.save(saved);
  const metrics = memoryMetrics();
  const gone = new Set<string>();
  let finds = 0;
  const enter = authenticate({
    clock,
    metrics,
    tokens: {
      find: async (id) => {
        finds += 1;
        return gone.has(id) ? undefined : tokens.find(id);
      },
    },
    hasher: { matches: (secret, hash) => hash === `#${secret}` },
  });
  const who = (header: string | undefined, source = "10.0.0.1") =>
    enter(header, source);
  const guess = async (times: number, source?: string): Promise<void> => {
    for (let time = 0; time < times; time += 1)
      await who(`Bearer ccsp_x${time}_guess`, source);
  };
  return {
    ...{ clock, failing, gone, guess, metrics, tokens, who },
    finds: () => finds,
  };
}

describe("a caller", () => {
  it.each([ALICE, "bearer ccsp_a1_secret", "BEARER  ccsp_a1_secret "])(
    "is known by %j",
    async (header) => {
      const { who, metrics } = await aDoor();
      expect(await who(header)).toEqual(alice);
      expect(metrics.measurements).toEqual([]);
    },
  );

  it.each([
    ["an empty header", ""],
    ["no scheme", "ccsp_a1_secret"],
    ["another scheme", "Basic ccsp_a1_secret"],
    ["two tokens", "Bearer ccsp_a1_secret ccsp_a1_secret"],
    ["a token of another form", "Bearer secret"],
    ["a wrong secret", "Bearer ccsp_a1_wrong"],
    ["an unknown id", "Bearer ccsp_b2_secret"],
  ])("is nobody by %s, and counted", async (_, header) => {
    const { who, metrics } = await aDoor();
    expect(await who(header)).toEqual(refused);
    expect(metrics.measurements).toEqual([
      {
        values: { AuthenticationsFailed: 1 },
        dimensions: {},
        properties: { source: "10.0.0.1" },
      },
    ]);
  });

  it("without a header has not failed, however often", async () => {
    const { who, metrics } = await aDoor();
    for (let time = 0; time < 50; time += 1)
      expect(await who(undefined)).toEqual({ kind: "no-token" });
    expect(metrics.measurements).toEqual([]);
  });

  it("is nobody from the moment at which the token expires", async () => {
    const { who, clock } = await aDoor();
    await clock.advance(599_999);
    expect(await who(ALICE)).toEqual(alice);
    await clock.advance(1);
    expect(await who(ALICE)).toEqual(refused);
  });

  it("is known as soon as the token is there", async () => {
    const { who, tokens } = await aDoor();
    expect(await who("Bearer ccsp_b2_secret")).toEqual(refused);
    await tokens.save({ ...token, id: "b2", agent: "bob" });
    expect(await who("Bearer ccsp_b2_secret")).toMatchObject({
      caller: { agent: "bob" },
    });
  });
});

describe("a revoked token", () => {
  it("is believed for five seconds where it was just used, and then never again", async () => {
    const { who, clock, tokens, finds } = await aDoor();
    await who(ALICE);
    await tokens.revoke("a1", clock.now());
    await clock.advance(4_999);
    expect(await who(ALICE)).toEqual(alice);
    expect(finds()).toBe(1);
    await clock.advance(1);
    for (let second = 0; second < 120; second += 1) {
      expect(await who(ALICE)).toEqual(refused);
      await clock.advance(1_000);
    }
  });

  it("is refused at once where nobody used it lately", async () => {
    const { who, clock, tokens } = await aDoor();
    await tokens.revoke("a1", clock.now());
    expect(await who(ALICE)).toEqual(refused);
  });

  it("is refused for good, not for too many failures: its holder guesses nothing", async () => {
    const { who, clock, tokens } = await aDoor();
    await tokens.revoke("a1", clock.now());
    for (let time = 0; time < 50; time += 1)
      expect(await who(ALICE)).toEqual(refused);
    expect(await who("Bearer ccsp_a1_wrong")).toEqual(refused);
  });

  it("that is gone from the table is forgotten", async () => {
    const { who, clock, gone, guess } = await aDoor();
    expect(await who(ALICE)).toEqual(alice);
    gone.add("a1");
    await clock.advance(5_000);
    expect(await who(ALICE)).toEqual(refused);
    await guess(20);
    expect(await who(ALICE)).toMatchObject({ kind: "too-many-failures" });
  });
});

describe("after twenty guesses within a minute", () => {
  it("further ones are refused without a look into the table, and counted", async () => {
    const { who, clock, finds, guess, metrics } = await aDoor();
    await guess(20);
    await clock.advance(15_000);
    for (const header of ["Bearer ccsp_y_guess", "Bearer x", ""])
      expect(await who(header)).toEqual({
        kind: "too-many-failures",
        retryAfterMs: 45_000,
      });
    expect(finds()).toBe(20);
    expect(metrics.measurements).toHaveLength(23);
  });

  it("so is a wrong secret of a token that is known", async () => {
    const { who, guess } = await aDoor();
    await who(ALICE);
    await guess(20);
    expect(await who("Bearer ccsp_a1_wrong")).toMatchObject({
      kind: "too-many-failures",
    });
  });

  it("whoever was let in before is so still, for as long as the token is in force", async () => {
    const { who, clock, guess, tokens } = await aDoor();
    expect(await who(ALICE)).toEqual(alice);
    for (let minute = 0; minute < 3; minute += 1) {
      await guess(20);
      await clock.advance(59_000);
      expect(await who("Bearer x")).toHaveProperty("retryAfterMs", 1_000);
      expect(await who(ALICE)).toEqual(alice);
      await clock.advance(1_000);
    }
    await guess(20);
    await tokens.revoke("a1", clock.now());
    await clock.advance(5_000);
    expect(await who(ALICE)).toEqual(refused);
  });

  it("a valid token that was never seen here waits until the minute is over", async () => {
    const { who, clock, guess } = await aDoor();
    await guess(20);
    expect(await who(ALICE)).toEqual({
      kind: "too-many-failures",
      retryAfterMs: 60_000,
    });
    await clock.advance(60_000);
    expect(await who(ALICE)).toEqual(alice);
  });

  it("other sources are served as ever", async () => {
    const { who, guess } = await aDoor();
    await guess(20, "10.0.0.2");
    expect(await who(ALICE, "10.0.0.1")).toEqual(alice);
    expect(await who("Bearer x", "10.0.0.1")).toEqual(refused);
  });
});

it("a table that does not answer is nobody's guess", async () => {
  const { who, failing, metrics } = await aDoor();
  failing.add("find");
  for (let time = 0; time < 30; time += 1)
    await expect(who(ALICE)).rejects.toMatchObject({ name: "StoreError" });
  failing.clear();
  expect(await who(ALICE)).toEqual(alice);
  expect(metrics.measurements).toEqual([]);
});
