/** What holds work back, since when and until when; with the right scope, what to do about it. */
import { Badge } from "../badge.tsx";
import { moment, since, until } from "../format.ts";
import type { Gate, GateName } from "../answers.ts";
import { GATE_LABELS } from "../gate-labels.ts";
import { orderFor } from "../orders.ts";
import { Panel } from "../panel.tsx";
import type { View } from "../view.ts";

export function Gates(view: View) {
  const gates = view.readings.status?.answer?.gates;
  return (
    <Panel title="Gates" names={["status"]} view={view} size="small">
      {gates ? (
        <ul class="gates">
          {(Object.entries(gates) as [GateName, Gate][]).map(([name, gate]) => (
            <GateRow key={name} name={name} gate={gate} view={view} />
          ))}
        </ul>
      ) : (
        <p class="muted">–</p>
      )}
    </Panel>
  );
}

function GateRow({
  name,
  gate,
  view,
}: {
  readonly name: GateName;
  readonly gate: Gate;
  readonly view: View;
}) {
  const { onOrder } = view;
  const order = onOrder && orderFor(name, gate);
  return (
    <li>
      <div class="gate-line">
        <span class="gate-name">{GATE_LABELS[name]}</span>
        {gate.closed ? (
          <Badge level={name === "emergency" ? "bad" : "warn"}>closed</Badge>
        ) : (
          <Badge level="good">open</Badge>
        )}
        {order && (
          <button
            type="button"
            class={order.isGrave ? "grave" : ""}
            aria-haspopup="dialog"
            onClick={() => onOrder(order)}
          >
            {order.verb}…
          </button>
        )}
      </div>
      {gate.closed && <GateDetail gate={gate} now={view.now} />}
    </li>
  );
}

const GateDetail = ({
  gate: { reason, actor, since: at, until: end, holds },
  now,
}: {
  readonly gate: Gate;
  readonly now: number;
}) => (
  <p class="gate-detail">
    <span class="reason">{reason ?? "–"}</span>
    <br />
    <span class="muted">
      holds {holds?.join(", ") ?? "every class"}, by {actor ?? "–"}, since{" "}
      {moment(at, now)} ({since(at, now)}),{" "}
      {end === undefined
        ? "until somebody opens it"
        : `until ${moment(end, now)} (in ${until(end, now)})`}
    </span>
  </p>
);
