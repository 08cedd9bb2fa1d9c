/** The gates: one row each in the Control table. */
import * as z from "zod";
import { type ClosedGate, GATE_NAMES } from "../../domain/gate.ts";
import { QUEUE_CLASSES } from "../../domain/task.ts";
import type { GateStore, Head } from "../../ports/control-store.ts";
import { type Update, updateMarked } from "./marked-write.ts";
import { type Item, queryAll, type Table, understand } from "./table.ts";

const time = z.number().transform((ms) => new Date(ms));

const GateRow = z.object({
  sk: z.enum(GATE_NAMES),
  closed: z.boolean(),
  reason: z.string(),
  actor: z.string(),
  since: time,
  until: time.exactOptional(),
  holds: z.array(z.enum(QUEUE_CLASSES)).exactOptional(),
});

export function dynamoDbGateStore(table: Table, head: Head): GateStore {
  const closedGates = async (): Promise<readonly ClosedGate[]> => {
    const rows = await queryAll(table, "gate");
    return rows
      .map((row) => understand(GateRow, row))
      .filter((row) => row.closed)
      .map(({ sk: name, closed: _, ...gate }) => ({ name, ...gate }));
  };

  const change = async (
    name: ClosedGate["name"],
    update: Update,
  ): Promise<boolean> => {
    const key = { pk: "gate", sk: name };
    const isOurs = await updateMarked(table, key, update);
    // Also when it was so already: whoever made it so may have died before it moved the head.
    await head.move();
    return isOurs;
  };

  return {
    closedGates,
    close: (gate) =>
      change(gate.name, {
        ...closing(gate, { ":no": false }),
        // One whose time is over counts as open.
        ConditionExpression:
          "attribute_not_exists(closed) OR closed = :no OR #until <= :since",
      }),
    replace: async (gate) => {
      await change(gate.name, closing(gate));
    },
    open: (name, seen) => change(name, opening(seen)),
  };
}

function closing(gate: ClosedGate, more: Item = {}): Update {
  const until = gate.until?.getTime();
  const { holds } = gate;
  const set = [
    "closed = :yes, reason = :reason, actor = :actor, since = :since, writeId = :writeId",
    ...(until === undefined ? [] : ["#until = :until"]),
    ...(holds === undefined ? [] : ["#holds = :holds"]),
  ];
  const remove = [
    ...(until === undefined ? ["#until"] : []),
    ...(holds === undefined ? ["#holds"] : []),
  ];
  const removing = remove.length > 0 ? ` REMOVE ${remove.join(", ")}` : "";
  return {
    UpdateExpression: `SET ${set.join(", ")}${removing} ADD version :one`,
    ExpressionAttributeNames: { "#until": "until", "#holds": "holds" },
    ExpressionAttributeValues: {
      ":yes": true,
      ":reason": gate.reason,
      ":actor": gate.actor,
      ":since": gate.since.getTime(),
      ...(until !== undefined && { ":until": until }),
      ...(holds !== undefined && { ":holds": holds }),
      ":one": 1,
      ...more,
    },
  };
}

function opening(seen?: ClosedGate): Update {
  const open = "SET closed = :no, writeId = :writeId ADD version :one";
  const values = { ":yes": true, ":no": false, ":one": 1 };
  if (!seen)
    return {
      UpdateExpression: open,
      ConditionExpression: "closed = :yes",
      ExpressionAttributeValues: values,
    };
  const until = seen.until?.getTime();
  return {
    UpdateExpression: open,
    ConditionExpression: `closed = :yes AND since = :since AND ${until === undefined ? "attribute_not_exists(#until)" : "#until = :until"}`,
    ExpressionAttributeNames: { "#until": "until" },
    ExpressionAttributeValues: {
      ...values,
      ":since": seen.since.getTime(),
      ...(until !== undefined && { ":until": until }),
    },
  };
}
