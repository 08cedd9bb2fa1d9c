/** Control rows behind a line that breaks after the work is done: what was written is known as ours. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dynamoDbClient } from "../../shared/adapters/dynamodb/client.ts";
import {
  type ControlStores,
  dynamoDbControlStores,
} from "../../shared/adapters/dynamodb/control-store.ts";
import type { ClosedGate } from "../../shared/domain/gate.ts";
import { later } from "../../shared/domain/timing.ts";
import { type LocalAws, startLocalAws } from "../builders/local-aws.ts";
import { type FaultProxy, startFaultProxy } from "../crash/fault-proxy.ts";
import { first, losingTheAnswer } from "../crash/faults.ts";
import { START } from "../fakes/memory-clock.ts";

let aws: LocalAws;
let proxy: FaultProxy;
let client: ReturnType<typeof dynamoDbClient>["client"];
let stores: ControlStores;

beforeAll(async () => {
  aws = await startLocalAws();
  proxy = await startFaultProxy(aws.dynamodb.endpoint as string);
  const { endpoint } = proxy;
  ({ client } = dynamoDbClient(Date.now, { ...aws.dynamodb, endpoint }));
  stores = dynamoDbControlStores({ client, tableName: aws.controlTable });
});
afterAll(async () => {
  client.destroy();
  await proxy.stop();
  await aws.stop();
});

/** The answer to the next such call is lost, and the client asks again. */
function loseNextUpdate(): void {
  const lost = first(1, losingTheAnswer);
  proxy.set((call, pass) =>
    call.action === "UpdateItem" ? lost(call, pass) : pass(),
  );
}

/** Writes twice over the same version: the second writer must hear that it came too late. */
async function expectOneWinner<T>(
  read: () => Promise<T>,
  replace: (seen: T) => Promise<boolean>,
): Promise<void> {
  // The row's first version has a condition of its own.
  for (let version = 1; version <= 2; version += 1) {
    const seen = await read();
    loseNextUpdate();
    expect(await replace(seen)).toBe(true);
    expect(await replace(seen)).toBe(false);
  }
}

describe("A write whose answer the connection lost is known as ours", () => {
  let since = START;
  beforeEach(() => {
    since = later(since, 1_000);
  });
  const gate = (): ClosedGate => ({
    name: "paused",
    reason: "rest",
    actor: "olga",
    since,
  });

  it("when a gate was closed, and another's closing is not", async () => {
    loseNextUpdate();
    expect(await stores.gates.close(gate())).toBe(true);
    expect(await stores.gates.close(gate())).toBe(false);
  });

  it("when a gate was opened, and another's opening is not", async () => {
    await stores.gates.close({ ...gate(), name: "emergency" });
    loseNextUpdate();
    expect(await stores.gates.open("emergency")).toBe(true);
    expect(await stores.gates.open("emergency")).toBe(false);
  });

  it("when a token was revoked, and another's revoking is not", async () => {
    const expiresAt = later(START, 60_000);
    const token = { id: "a1", secretHash: "ab", agent: "alice", expiresAt };
    await stores.tokens.save({ ...token, scopes: ["tasks"] });
    loseNextUpdate();
    expect(await stores.tokens.revoke("a1", since)).toBe(true);
    expect(await stores.tokens.revoke("a1", since)).toBe(false);
  });

  it("when the account's limit was written", () =>
    expectOneWinner(stores.limits.read, (seen) =>
      stores.limits.replace(seen, { ...seen.limit, refusals: 1 }),
    ));

  it("when the login's state was written", () =>
    expectOneWinner(stores.sessions.read, (seen) =>
      stores.sessions.replace(seen, { ...seen.session, doubts: 1 }),
    ));

  it("when a stop's sightings were written", () =>
    expectOneWinner(stores.stop.sightings, (seen) =>
      stores.stop.replaceSightings(seen, { "long-limit": { at: [since] } }),
    ));

  it("when a stop's report was written", () =>
    expectOneWinner(stores.stop.report, (seen) =>
      stores.stop.replaceReport(seen, {
        since,
        reason: "smoke",
        actor: "olga",
        running: [],
        waiting: { urgent: 0, high: 0, normal: 0, scheduled: 0, low: 0 },
        notice: {},
      }),
    ));
});
