import { describe, expect, it } from "vitest";
import { authenticate } from "../../../shared/app/authenticate.ts";
import type { AccessToken } from "../../../shared/domain/access-token.ts";
import { later } from "../../../shared/domain/timing.ts";
import { manualClock, START } from "../../fakes/memory-clock.ts";
import { memoryControlStores } from "../../fakes/memory-control-stores.ts";

const token: AccessToken = {
  id: "a1",
  secretHash: "#secret",
  agent: "alice",
  scopes: ["tasks"],
  expiresAt: later(START, 60_000),
};
const alice = { agent: "alice", scopes: ["tasks"] };

async function aDoor(saved: AccessToken = token) {
  const clock = manualClock();
  const { tokens } = memoryControlStores();
  await tokens.save(saved);
  let finds = 0;
  const who = authenticate({
    clock,
    tokens: {
      find: (id) => {
        finds += 1;
        return tokens.find(id);
      },
    },
    hasher: { matches: (secret, hash) => hash === `#${secret}` },
  });
  return { clock, tokens, who, finds: () => finds };
}

describe("a caller", () => {
  it.each([
    "Bearer ccsp_a1_secret",
    "bearer ccsp_a1_secret",
    "BEARER  ccsp_a1_secret ",
  ])("is known by %j", async (header) => {
    const { who } = await aDoor();
    expect(await who(header)).toEqual(alice);
  });

  it.each([
    ["nothing", undefined],
    ["an empty header", ""],
    ["no scheme", "ccsp_a1_secret"],
    ["another scheme", "Basic ccsp_a1_secret"],
    ["two tokens", "Bearer ccsp_a1_secret ccsp_a1_secret"],
    ["a token of another form", "Bearer secret"],
    ["a wrong secret", "Bearer ccsp_a1_wrong"],
    ["an unknown id", "Bearer ccsp_b2_secret"],
  ])("is nobody by %s", async (_, header) => {
    const { who } = await aDoor();
    expect(await who(header)).toBeUndefined();
  });

  it("is nobody from the moment at which the token expires", async () => {
    const { who, clock } = await aDoor();
    await clock.advance(59_999);
    expect(await who("Bearer ccsp_a1_secret")).toEqual(alice);
    await clock.advance(1);
    expect(await who("Bearer ccsp_a1_secret")).toBeUndefined();
  });

  it("is remembered for five seconds, and then asked for again", async () => {
    const { who, clock, tokens, finds } = await aDoor();
    await who("Bearer ccsp_a1_secret");
    await tokens.save({ ...token, expiresAt: START });
    await clock.advance(4_999);
    expect(await who("Bearer ccsp_a1_secret")).toEqual(alice);
    expect(finds()).toBe(1);
    await clock.advance(1);
    expect(await who("Bearer ccsp_a1_secret")).toBeUndefined();
    expect(finds()).toBe(2);
  });

  it("is known as soon as the token is there", async () => {
    const { who, tokens } = await aDoor();
    expect(await who("Bearer ccsp_b2_secret")).toBeUndefined();
    await tokens.save({ ...token, id: "b2", agent: "bob" });
    expect(await who("Bearer ccsp_b2_secret")).toMatchObject({ agent: "bob" });
  });
});
