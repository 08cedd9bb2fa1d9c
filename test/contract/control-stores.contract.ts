import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ClosedGate } from "../../shared/domain/gate.ts";
import { later } from "../../shared/domain/timing.ts";
import type { AccountLimitStore } from "../../shared/ports/account-limit-store.ts";
import type {
  ExecutorRegistry,
  ExecutorSighting,
  GateStore,
  Head,
  TokenStore,
} from "../../shared/ports/control-store.ts";
import type { LoadStore } from "../../shared/ports/load-store.ts";
import type { SessionStore } from "../../shared/ports/session-store.ts";
import { START } from "../fakes/memory-clock.ts";
import { limitsContract } from "./control-limits.contract.ts";
import { loadsContract } from "./control-load.contract.ts";
import { sessionsContract } from "./control-session.contract.ts";

export interface ControlStoresUnderTest {
  readonly gates: GateStore;
  readonly head: Head;
  readonly tokens: TokenStore;
  readonly executors: ExecutorRegistry;
  readonly limits: AccountLimitStore;
  readonly loads: LoadStore;
  readonly sessions: SessionStore;
}

/** What every implementation of these ports promises. */
export function controlStoresContract(
  name: string,
  stores: () => ControlStoresUnderTest,
): void {
  describe(`${name} keeps what steers the service`, () => {
    limitsContract(stores);
    loadsContract(stores);
    sessionsContract(stores);
    gatesContract(stores);
    tokensContract(stores);
    executorsContract(stores);
  });
}

type Stores = () => ControlStoresUnderTest;

function gatesContract(stores: Stores): void {
  const gate = (fields: Partial<ClosedGate> = {}): ClosedGate => ({
    name: "paused",
    reason: "maintenance",
    actor: "olga",
    since: START,
    ...fields,
  });
  const closed = async (name: string) =>
    (await stores().gates.closedGates()).filter((each) => each.name === name);

  describe("a gate", () => {
    it("is closed once, and opened once", async () => {
      const { gates } = stores();
      expect(await gates.open("paused")).toBe(false);
      expect(await gates.close(gate())).toBe(true);
      const again = gate({ actor: "otto", since: later(START, 1) });
      expect(await gates.close(again)).toBe(false);
      expect(await closed("paused")).toEqual([gate()]);
      expect(await gates.open("paused")).toBe(true);
      expect(await gates.open("paused")).toBe(false);
      expect(await closed("paused")).toEqual([]);
    });

    it("is closed by one of ten that come at once", async () => {
      const all = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          stores().gates.close(gate({ name: "limit", actor: `e-${index}` })),
        ),
      );
      expect(all.filter(Boolean)).toHaveLength(1);
      const actor = `e-${all.indexOf(true)}`;
      expect(await closed("limit")).toEqual([gate({ name: "limit", actor })]);
    });

    it("whose time is over may be closed anew, also without a time", async () => {
      const { gates } = stores();
      const until = later(START, 1_000);
      await gates.close(gate({ name: "load", until }));
      expect(await closed("load")).toEqual([gate({ name: "load", until })]);
      const early = gate({ name: "load", since: later(until, -1) });
      expect(await gates.close(early)).toBe(false);
      const late = gate({ name: "load", since: until, reason: "again" });
      expect(await gates.close(late)).toBe(true);
      expect(await closed("load")).toEqual([late]);
    });

    it("is replaced whatever it was, with all it says", async () => {
      const { gates } = stores();
      const until = later(START, 1_000);
      await gates.replace(gate({ name: "load", until }));
      expect(await closed("load")).toEqual([gate({ name: "load", until })]);
      const forever = gate({ name: "load", reason: "again", actor: "otto" });
      await gates.replace(forever);
      expect(await closed("load")).toEqual([forever]);
      expect(await gates.close(gate({ name: "load" }))).toBe(false);
      await gates.open("load");
      await gates.replace(forever);
      expect(await closed("load")).toEqual([forever]);
      await gates.open("load");
    });

    it.each([{ until: later(START, 1_000) }, {}])(
      "is opened by whoever saw it only while it is as they saw it: %o",
      async (time) => {
        const { gates } = stores();
        const seen = gate(time);
        const others = [
          gate({ ...time, since: later(START, 1) }),
          gate({ until: later(START, 1_001) }),
        ];
        for (const other of others) {
          await gates.replace(other);
          expect(await gates.open("paused", seen)).toBe(false);
          expect(await closed("paused")).toEqual([other]);
        }
        await gates.replace(seen);
        expect(await gates.open("paused", seen)).toBe(true);
        expect(await gates.open("paused", seen)).toBe(false);
        expect(await closed("paused")).toEqual([]);
      },
    );

    it("moves the head with each order, also with one that came late", async () => {
      const { gates, head } = stores();
      const orders = [
        () => gates.close(gate({ name: "session" })),
        () => gates.close(gate({ name: "session", actor: "otto" })),
        () => gates.replace(gate({ name: "session" })),
        () => gates.open("session", gate({ name: "session" })),
        () => gates.open("session"),
        () => head.move(),
      ];
      for (const order of orders) {
        const before = await head.read();
        await order();
        expect(await head.read()).toBeGreaterThan(before);
      }
    });

    it("leaves the head where it is when it is only read", async () => {
      const { gates, head } = stores();
      const before = await head.read();
      await gates.closedGates();
      expect(await head.read()).toBe(before);
    });
  });

  it("moves the head ten times for ten moves at once", async () => {
    const { head } = stores();
    const before = await head.read();
    await Promise.all(Array.from({ length: 10 }, () => head.move()));
    expect(await head.read()).toBe(before + 10);
  });
}

function tokensContract(stores: Stores): void {
  describe("a token", () => {
    const token = {
      id: "a1",
      secretHash: "ab".repeat(32),
      agent: "alice",
      scopes: ["tasks", "observe"],
      expiresAt: later(START, 90_500),
    } as const;

    it("is found as it was saved", async () => {
      await stores().tokens.save(token);
      expect(await stores().tokens.find("a1")).toEqual(token);
      expect(await stores().tokens.find("a")).toBeUndefined();
    });

    it("is replaced by one of the same id", async () => {
      await stores().tokens.save({ ...token, id: "b2" });
      await stores().tokens.save({ ...token, id: "b2", agent: "bob" });
      expect(await stores().tokens.find("b2")).toMatchObject({ agent: "bob" });
    });

    it("is revoked once, and then keeps the time at which it was", async () => {
      const { tokens } = stores();
      const created = { ...token, id: "c3", createdAt: START };
      await tokens.save(created);
      const revokedAt = later(START, 1_000);
      expect(await tokens.revoke("c3", revokedAt)).toBe(true);
      expect(await tokens.revoke("c3", later(START, 2_000))).toBe(false);
      expect(await tokens.find("c3")).toEqual({ ...created, revokedAt });
    });

    it("is revoked by one of those who do it at once", async () => {
      const { tokens } = stores();
      await tokens.save({ ...token, id: "d4" });
      const revoked = await Promise.all(
        Array.from({ length: 5 }, () => tokens.revoke("d4", START)),
      );
      expect(revoked.filter((changed) => changed)).toHaveLength(1);
    });

    it("that nobody saved is not revoked, nor made by it", async () => {
      const { tokens } = stores();
      expect(await tokens.revoke("nobody", START)).toBe(false);
      expect(await tokens.find("nobody")).toBeUndefined();
    });

    it("ends sooner when it is shortened, and never later", async () => {
      const { tokens } = stores();
      const long = { ...token, id: "g7", createdAt: START };
      await tokens.save(long);
      const sooner = later(START, 10_250);
      expect(await tokens.shorten("g7", sooner)).toBe(true);
      expect(await tokens.find("g7")).toEqual({ ...long, expiresAt: sooner });
      expect(await tokens.shorten("g7", sooner)).toBe(false);
      expect(await tokens.shorten("g7", later(sooner, 1))).toBe(false);
      expect(await tokens.find("g7")).toEqual({ ...long, expiresAt: sooner });
    });

    it("that nobody saved is not shortened, nor made by it", async () => {
      const { tokens } = stores();
      expect(await tokens.shorten("nobody", START)).toBe(false);
      expect(await tokens.find("nobody")).toBeUndefined();
    });

    it("is listed beside the others, in force or not", async () => {
      const { tokens } = stores();
      const old = { ...token, id: "e5", expiresAt: START };
      const revoked = { ...token, id: "f6", revokedAt: START };
      await tokens.save(old);
      await tokens.save(revoked);
      const listed = await tokens.list();
      expect(listed).toEqual(expect.arrayContaining([old, revoked]));
      expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
    });
  });
}

function executorsContract(stores: Stores): void {
  describe("an executor", () => {
    const sighting = (fields: Partial<ExecutorSighting> = {}) => ({
      id: `e-${randomUUID()}`,
      slots: 2,
      running: 1,
      lastSeenAt: START,
      ...fields,
    });
    const seen = async (id: string, since: Date) =>
      (await stores().executors.seenSince(since)).filter(
        (each) => each.id === id,
      );

    it("is seen from its last word on, with its problem and its pace", async () => {
      const { executors } = stores();
      const first = sighting({
        problem: "no CLI",
        finishedLastMinute: 7,
        version: "1.2.3",
        startedAt: later(START, -1),
      });
      const { problem: _, ...last } = {
        ...first,
        lastSeenAt: later(START, 20_000),
      };
      await executors.note(first);
      expect(await seen(first.id, START)).toEqual([first]);
      await executors.note(last);
      expect(await seen(first.id, last.lastSeenAt)).toEqual([last]);
      expect(await seen(first.id, later(last.lastSeenAt, 1))).toEqual([]);
    });

    it("is forgotten, also twice", async () => {
      const { executors } = stores();
      const one = sighting();
      const other = sighting();
      await executors.note(one);
      await executors.note(other);
      await executors.forget(one.id);
      await executors.forget(one.id);
      expect(await seen(one.id, START)).toEqual([]);
      expect(await seen(other.id, START)).toEqual([other]);
    });
  });
}
