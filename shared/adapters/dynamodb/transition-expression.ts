/** A task's next state as an update of its row, and what the row must be for it. */
import type { Item } from "./table.ts";
import { TASK_ATTRIBUTES } from "./task-item.ts";

/** What else than the fence a transition demands; names beside those of `changeTo`. */
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

/** Sets what is there and removes what is not, of every attribute that a state may have. */
export function changeTo(item: Item): {
  UpdateExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Item;
} {
  const present = Object.keys(item).filter((name) => item[name] !== undefined);
  const absent = TASK_ATTRIBUTES.filter((name) => !present.includes(name));
  const list = (names: readonly string[], write: (name: string) => string) =>
    names.map(write).join(", ");
  const removal =
    absent.length > 0 ? ` REMOVE ${list(absent, (name) => `#${name}`)}` : "";
  return {
    UpdateExpression: `SET ${list(present, (name) => `#${name} = :${name}`)}${removal}`,
    ExpressionAttributeNames: Object.fromEntries(
      [...present, ...absent, "fence", "lease"].map((name) => [
        `#${name}`,
        name,
      ]),
    ),
    ExpressionAttributeValues: Object.fromEntries(
      present.map((name) => [`:${name}`, item[name]]),
    ),
  };
}
