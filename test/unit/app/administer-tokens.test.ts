import { describe, expect, it } from "vitest";
import { administerTokens } from "../../../shared/app/administer-tokens.ts";
import { later, MAX_TOKEN_MS } from "../../../shared/domain/timing.ts";
import { aWorld } from "../../builders/world.ts";
import { START } from "../../fakes/memory-clock.ts";

const DAY_MS = 86_400_000;

function aDesk() {
  const world = aWorld();
  const { tokens: store, trail } = world.control;
  let made = 0;
  const newSecret = () => {
    made += 1;
    return { id: `t${made}`, secret: `s${made}`, secretHash: `#s${made}` };
  };
  const desk = administerTokens({ ...world, tokens: store, newSecret });
  return { ...world, desk, store, trail };
}

const order = { actor: "olga", agent: "alice", scopes: ["tasks"] } as const;
const ofAlice = { id: "t1", agent: "alice", scopes: ["tasks"] };

describe("a token that an operator makes", () => {
  it("is told once, whole, and stored without its secret", async () => {
    const { desk, store } = aDesk();
    const token = {
      ...ofAlice,
      secretHash: "#s1",
      createdAt: START,
      expiresAt: later(START, 90 * DAY_MS),
    };
    expect(await desk.create(order)).toEqual({
      kind: "created",
      text: "ccsp_t1_s1",
      token,
    });
    expect(await store.list()).toEqual([token]);
  });

  it("lasts as long as was ordered, a year at most", async () => {
    const { desk } = aDesk();
    const expiresAt = later(START, MAX_TOKEN_MS);
    expect(await desk.create({ ...order, expiresAt })).toMatchObject({
      token: { expiresAt },
    });
  });

  it.each([
    [0, /^is not in the future/],
    [MAX_TOKEN_MS + 1, /^is more than 365 days ahead/],
  ])("is not made for %d ms", async (ms, problem) => {
    const { desk, store, trail } = aDesk();
    const expiresAt = later(START, ms);
    expect(await desk.create({ ...order, expiresAt })).toEqual({
      kind: "bad-time",
      problem: expect.stringMatching(problem),
    });
    expect(await store.list()).toEqual([]);
    expect(trail.entries).toEqual([]);
  });

  it("is audited, without secret and hash", async () => {
    const { desk, trail } = aDesk();
    await desk.create(order);
    const expiresAt = later(START, 90 * DAY_MS).toISOString();
    expect(trail.entries).toMatchObject([
      { action: "create-token", actor: "olga", at: START },
    ]);
    expect(trail.entries[0]?.detail).toEqual({ ...ofAlice, expiresAt });
  });

  it("that cannot be written is an error, and kept nowhere", async () => {
    const { desk, control, trail } = aDesk();
    control.failing.add("save");
    await expect(desk.create(order)).rejects.toMatchObject({
      name: "StoreError",
    });
    expect(trail.entries).toEqual([]);
  });

  it("that cannot be audited is made all the same, and its secret is in no journal", async () => {
    const { desk, trail, journal } = aDesk();
    trail.failing.add("add");
    expect(await desk.create(order)).toMatchObject({ kind: "created" });
    const entries = journal.of("audit-not-written");
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toMatch(/s1/);
  });
});

describe("the list of tokens", () => {
  const ids = (items: readonly { readonly id: string }[]) =>
    items.map(({ id }) => id);

  it("is newest first, in pages that miss and repeat nothing", async () => {
    const { desk, clock } = aDesk();
    for (let made = 1; made <= 5; made += 1) {
      await desk.create(order);
      await clock.advance(1_000);
    }
    const first = await desk.list({ limit: 2 });
    expect(ids(first.items)).toEqual(["t5", "t4"]);
    await desk.create(order);
    const second = await desk.list({ limit: 2, after: first.last! });
    expect(ids(second.items)).toEqual(["t3", "t2"]);
    const third = await desk.list({ limit: 2, after: second.last! });
    expect(ids(third.items)).toEqual(["t1"]);
    expect(third).not.toHaveProperty("last");
  });

  it("that fits a page exactly has no other", async () => {
    const { desk } = aDesk();
    await desk.create(order);
    await desk.create(order);
    expect(ids((await desk.list({ limit: 2 })).items)).toEqual(["t2", "t1"]);
    expect(await desk.list({ limit: 2 })).not.toHaveProperty("last");
  });

  it("has those last whose age nobody wrote down", async () => {
    const { desk, store } = aDesk();
    const expiresAt = later(START, 1);
    const { agent, scopes } = order;
    await store.save({ id: "old", secretHash: "", agent, scopes, expiresAt });
    await desk.create(order);
    expect(ids((await desk.list({ limit: 2 })).items)).toEqual(["t1", "old"]);
  });

  it("leaves out what has expired, though the table still has it", async () => {
    const { desk, clock, store } = aDesk();
    await desk.create({ ...order, expiresAt: later(START, 1_000) });
    await desk.create({ ...order, expiresAt: later(START, 1_001) });
    await clock.advance(1_000);
    expect(ids((await desk.list({ limit: 9 })).items)).toEqual(["t2"]);
    expect(await store.list()).toHaveLength(2);
  });

  it("keeps a revoked one until its time is over", async () => {
    const { desk, clock } = aDesk();
    await desk.create({ ...order, expiresAt: later(START, 1_000) });
    await clock.advance(1);
    await desk.revoke({ id: "t1", actor: "olga" });
    expect((await desk.list({ limit: 9 })).items).toMatchObject([
      { id: "t1", revokedAt: later(START, 1) },
    ]);
    await clock.advance(999);
    expect((await desk.list({ limit: 9 })).items).toEqual([]);
  });
});

describe("a token that an operator revokes", () => {
  it("is revoked and audited once, however often it is said", async () => {
    const { desk, trail, clock, store } = aDesk();
    await desk.create(order);
    const revoke = (actor: string) => desk.revoke({ id: "t1", actor });
    expect(await revoke("olga")).toEqual({ id: "t1", changed: true });
    await clock.advance(1_000);
    expect(await revoke("otto")).toEqual({ id: "t1", changed: false });
    expect(await store.find("t1")).toMatchObject({ revokedAt: START });
    expect(trail.of("revoke-token")).toMatchObject([
      { actor: "olga", detail: ofAlice },
    ]);
  });

  it("is revoked and audited once by two at once", async () => {
    const { desk, trail } = aDesk();
    await desk.create(order);
    const revoked = await Promise.all(
      ["olga", "otto"].map((actor) => desk.revoke({ id: "t1", actor })),
    );
    expect(revoked.map((each) => each?.changed).toSorted()).toEqual([
      false,
      true,
    ]);
    expect(trail.of("revoke-token")).toHaveLength(1);
  });

  it.each(["t2", "", "T1", "t1_s1", "ccsp_t1_s1", "__proto__", "a".repeat(65)])(
    "is none when nobody made it: %j",
    async (id) => {
      const { desk, trail } = aDesk();
      await desk.create(order);
      expect(await desk.revoke({ id, actor: "olga" })).toBeUndefined();
      expect(trail.of("revoke-token")).toEqual([]);
    },
  );

  it("is none when its time is over", async () => {
    const { desk, clock } = aDesk();
    await desk.create({ ...order, expiresAt: later(START, 1_000) });
    await clock.advance(1_000);
    expect(await desk.revoke({ id: "t1", actor: "olga" })).toBeUndefined();
  });

  it("that cannot be written is an error, and not audited", async () => {
    const { desk, control, trail } = aDesk();
    await desk.create(order);
    control.failing.add("revoke");
    await expect(
      desk.revoke({ id: "t1", actor: "olga" }),
    ).rejects.toMatchObject({ name: "StoreError" });
    expect(trail.of("revoke-token")).toEqual([]);
  });
});
