/** Tokens as operators make, list and revoke them, and what they open. */
import { expect } from "vitest";
import { anOperator } from "./orders.ts";
import { bearer, get } from "./requests.ts";
import type { Answer, Service } from "./service.ts";

export interface Created {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: string;
}

export type Items = readonly Readonly<Record<string, unknown>>[];

export interface TokenDesk {
  /** For alice and her tasks, unless `fields` say otherwise. */
  create(fields?: object): Promise<Created>;
  revoke(id: string, by?: string): Promise<Answer>;
  listed(query?: string): Promise<Items>;
  /** The status of a request with this token. */
  asking(token: string, path?: string): Promise<number>;
}

export function aTokenDesk(service: () => Service): TokenDesk {
  const { order, look } = anOperator(service);
  return {
    async create(fields = {}) {
      const wanted = { agent: "alice", scopes: ["tasks"], ...fields };
      const { status, body } = await order("/tokens", JSON.stringify(wanted));
      expect(status).toBe(201);
      return body as unknown as Created;
    },
    revoke: (id, by = service().tokens.operator) =>
      service().send({
        method: "DELETE",
        path: `/tokens/${id}`,
        headers: bearer(by),
      }),
    listed: async (query = "") =>
      (await look(`/tokens${query}`)).body["items"] as Items,
    asking: async (token, path = "/tasks") =>
      (await service().send(get(path, bearer(token)))).status,
  };
}
