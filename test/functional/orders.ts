/** Orders that operators give, and what they look at. */
import { bearer, get } from "./requests.ts";
import type { Answer, Service } from "./service.ts";

export interface Operator {
  /** An order with a body as sent; without one it has none. */
  order(path: string, body?: string): Promise<Answer>;
  look(path: string): Promise<Answer>;
  /** The newest entries of the audit trail. */
  audited(limit: number): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

export function anOperator(service: () => Service): Operator {
  const headers = () => bearer(service().tokens.operator);
  const look: Operator["look"] = (path) => service().send(get(path, headers()));
  return {
    look,
    order: (path, body) =>
      service().send({
        method: "POST",
        path,
        headers: headers(),
        ...(body !== undefined && { body }),
      }),
    audited: async (limit) => {
      const { body } = await look(`/audit?limit=${limit}`);
      return body["items"] as Readonly<Record<string, unknown>>[];
    },
  };
}

export const inSeconds = (seconds: number): string =>
  new Date(Date.now() + seconds * 1_000).toISOString();
