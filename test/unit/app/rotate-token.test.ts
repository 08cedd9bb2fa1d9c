import { describe, expect, it } from "vitest";
import { administerTokens } from "../../../shared/app/administer-tokens.ts";
import { later, MAX_TOKEN_MS } from "../../../shared/domain/timing.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Alice has the token `t1`, for ten days. */
async function aDesk() {
  const world = aWorld();
  const { tokens: store, trail } = world.control;
  let made = 0;
  const newSecret = () => {
    made += 1;
    return { id: `t${made}`, secret: `s${made}`, secretHash: `#s${made}` };
  };
  const desk = administerTokens({ ...world, tokens: store, newSecret });
  const order = { actor: "olga", agent: "alice", scopes: ["tasks"] } as const;
  await desk.create({ ...order, expiresAt: later(START, 10 * DAY_MS) });
  const rotate = (fields: object = {}) =>
    desk.rotate({ id: "t1", actor: "olga", overlapMs: HOUR_MS, ...fields });
  return { ...world, desk, store, trail, rotate };
}

describe("a token that an operator replaces", () => {
  it("goes on beside the new one for the overlap", async () => {
    const { rotate, store } = await aDesk();
    const token = {
      id: "t2",
      secretHash: "#s2",
      agent: "alice",
      scopes: ["tasks"],
      createdAt: START,
      expiresAt: later(START, 90 * DAY_MS),
    };
    const end = later(START, HOUR_MS);
    expect(await rotate()).toEqual({
      kind: "rotated",
      text: "ccsp_t2_s2",
      token,
      replaces: { id: "t1", expiresAt: end },
    });
    expect(await store.find("t2")).toEqual(token);
    expect(await store.find("t1")).toMatchObject({ expiresAt: end });
  });

  it("never ends later than it would have", async () => {
    const { rotate, store } = await aDesk();
    const end = later(START, 10 * DAY_MS);
    expect(await rotate({ overlapMs: 11 * DAY_MS })).toMatchObject({
      replaces: { id: "t1", expiresAt: end },
    });
    expect(await store.find("t1")).toMatchObject({ expiresAt: end });
  });

  it("is replaced by one that lasts as long as was ordered, a year at most", async () => {
    const { rotate, store, trail } = await aDesk();
    const expiresAt = later(START, MAX_TOKEN_MS);
    expect(await rotate({ expiresAt })).toMatchObject({ token: { expiresAt } });
    for (const wrong of [START, later(expiresAt, 1)])
      expect(await rotate({ expiresAt: wrong })).toMatchObject({
        kind: "bad-time",
      });
    expect(await store.list()).toHaveLength(2);
    expect(trail.of("rotate-token")).toHaveLength(1);
  });

  it("is audited, without secret and hash", async () => {
    const { rotate, trail } = await aDesk();
    await rotate();
    expect(trail.of("rotate-token")).toMatchObject([
      { actor: "olga", at: START },
    ]);
    expect(trail.of("rotate-token")[0]?.detail).toEqual({
      id: "t2",
      agent: "alice",
      scopes: ["tasks"],
      expiresAt: later(START, 90 * DAY_MS).toISOString(),
      replaces: { id: "t1", expiresAt: later(START, HOUR_MS).toISOString() },
    });
  });

  it("is none when it was revoked: access that was taken is not given again", async () => {
    const { desk, rotate, store } = await aDesk();
    await desk.revoke({ id: "t1", actor: "olga" });
    expect(await rotate()).toBeUndefined();
    expect(await store.list()).toHaveLength(1);
  });

  it("is none when its time is over", async () => {
    const { clock, rotate } = await aDesk();
    await clock.advance(10 * DAY_MS);
    expect(await rotate()).toBeUndefined();
  });

  it.each(["t2", "", "T1", "ccsp_t1_s1", "__proto__"])(
    "is none when nobody made it: %j",
    async (id) => {
      const { rotate, trail } = await aDesk();
      expect(await rotate({ id })).toBeUndefined();
      expect(trail.of("rotate-token")).toEqual([]);
    },
  );

  it("still opens when its end could not be written", async () => {
    const { control, rotate, store, trail } = await aDesk();
    control.failing.add("shorten");
    await expect(rotate()).rejects.toMatchObject({ name: "StoreError" });
    expect(await store.find("t1")).toMatchObject({
      expiresAt: later(START, 10 * DAY_MS),
    });
    expect(trail.of("rotate-token")).toEqual([]);
  });
});
