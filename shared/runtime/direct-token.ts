/**
 * A token written right into the Control table, by whoever has the table's credentials and no token
 * yet. It is made and audited by the same code as one that is ordered over HTTP.
 */
import { randomUUID } from "node:crypto";
import { dynamoDbClient } from "../adapters/dynamodb/client.ts";
import { dynamoDbControlStores } from "../adapters/dynamodb/control-store.ts";
import { administerTokens } from "../app/administer-tokens.ts";
import { auditDeed } from "../app/audit-deed.ts";
import { agentNameProblem, type Scope } from "../domain/access-token.ts";
import { newSecret } from "./issue-token.ts";
import { systemClock } from "./system-clock.ts";

export interface DirectPlace {
  readonly tableName: string;
  /** Absent: as the SDK finds it. */
  readonly region?: string;
  readonly endpoint?: string;
}

export interface DirectOrder {
  /** Whom the audit trail names. */
  readonly actor: string;
  readonly agent: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date;
}

export type DirectToken =
  | {
      readonly kind: "created";
      readonly id: string;
      /** Whole, and never to be had again. */
      readonly token: string;
      readonly createdAt: Date;
      /** `false`: the token works, but its row in the audit trail could not be written. */
      readonly isAudited: boolean;
    }
  /** What is wrong with the order, in words. */
  | { readonly kind: "refused"; readonly problem: string };

/** Rejects with a `StoreError` when the table does not do it. */
export async function createTokenDirectly(
  { tableName, ...settings }: DirectPlace,
  order: DirectOrder,
): Promise<DirectToken> {
  const problem = agentNameProblem(order.agent);
  if (problem !== undefined)
    return { kind: "refused", problem: `agent ${problem}` };
  const { client, offsetMs } = dynamoDbClient(Date.now, settings);
  try {
    const { tokens, trail } = dynamoDbControlStores({ client, tableName });
    const clock = systemClock(offsetMs);
    let isAudited = true;
    const journal = { note: () => void (isAudited = false) };
    const audit = auditDeed({ trail, clock, journal, newId: randomUUID });
    const desk = administerTokens({ tokens, clock, audit, newSecret });
    const created = await desk.create(order);
    if (created.kind === "bad-time")
      return { kind: "refused", problem: `expiresAt ${created.problem}` };
    const { id, createdAt = clock.now() } = created.token;
    const { text: token } = created;
    return { kind: "created", id, token, createdAt, isAudited };
  } finally {
    client.destroy();
  }
}
