/**
 * A row's next state as an update. Never as a put: what a newer version of us has written into the
 * row besides stays there.
 */
import type { Item } from "./table.ts";

/** Sets what is there and removes what is not, of the attributes `known` to us and of `item`'s own. */
export function changeTo(
  item: Item,
  known: readonly string[],
): {
  UpdateExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Item;
} {
  const all = [...new Set([...Object.keys(item), ...known])];
  const present = all.filter((name) => item[name] !== undefined);
  const absent = all.filter((name) => item[name] === undefined);
  const list = (names: readonly string[], write: (name: string) => string) =>
    names.map(write).join(", ");
  const removal =
    absent.length > 0 ? ` REMOVE ${list(absent, (name) => `#${name}`)}` : "";
  return {
    UpdateExpression: `SET ${list(present, (name) => `#${name} = :${name}`)}${removal}`,
    ExpressionAttributeNames: Object.fromEntries(
      all.map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: Object.fromEntries(
      present.map((name) => [`:${name}`, item[name]]),
    ),
  };
}
