import type { AuditEntry, AuditAction } from "../../shared/domain/audit.ts";
import type { AuditTrail } from "../../shared/ports/audit-trail.ts";
import { StoreError } from "../../shared/ports/task-store.ts";
import { type Failing, refuseIfFailing } from "./memory-failure.ts";

export interface MemoryAuditTrail extends AuditTrail {
  readonly failing: Failing<AuditTrail>;
  /** The oldest first. */
  readonly entries: readonly AuditEntry[];
  /** The entries of one action. */
  of(action: AuditAction): readonly AuditEntry[];
}

export function memoryAuditTrail(): MemoryAuditTrail {
  const failing: Failing<AuditTrail> = new Set();
  const check = (method: keyof AuditTrail): void => {
    refuseIfFailing(failing, method, (...told) => new StoreError(...told));
  };
  const rows = new Map<string, AuditEntry>();
  const entries: AuditEntry[] = [];
  return {
    failing,
    entries,
    of: (action) => entries.filter((entry) => entry.action === action),
    async add({ detail, ...rest }) {
      check("add");
      const position = `${rest.at.toISOString()}#${rest.id}`;
      if (rows.has(position)) return;
      const json = JSON.stringify(detail ?? {});
      const entry = { ...rest, ...(detail && { detail: JSON.parse(json) }) };
      rows.set(position, entry);
      entries.push(entry);
    },
    async list({ limit, after, from, to, ...fields }) {
      check("list");
      const positions = [...rows.keys()].toSorted().toReversed();
      const isWanted = (position: string): boolean => {
        const { at, actor, action } = rows.get(position)!;
        return (
          (!after || position < after) &&
          (!from || at >= from) &&
          (!to || at < to) &&
          [undefined, actor].includes(fields.actor) &&
          [undefined, action].includes(fields.action)
        );
      };
      const left = positions.filter(isWanted);
      const page = left.slice(0, limit);
      const last = left.length > limit ? page.at(-1) : undefined;
      return {
        entries: page.map((each) => rows.get(each)!),
        ...(last !== undefined && { last }),
      };
    },
  };
}
