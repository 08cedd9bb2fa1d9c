import type { Item } from "./table.ts";

/** What else than the fence a transition demands of a task's row; names beside those of `changeTo`. */
export function leaseCondition({
  whileLeasedAt,
  onceLapsedAt,
}: {
  readonly whileLeasedAt?: Date;
  readonly onceLapsedAt?: Date;
}): { condition: string; names: Record<string, string>; values: Item } {
  const at = whileLeasedAt ?? onceLapsedAt;
  if (!at) return { condition: "", names: {}, values: {} };
  return {
    condition: ` AND #lease.#until ${whileLeasedAt ? ">" : "<="} :leasedAt`,
    names: { "#until": "until" },
    values: { ":leasedAt": at.getTime() },
  };
}
