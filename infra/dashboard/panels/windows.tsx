/** How far the account's usage windows are used up, and when they begin anew. */
import { moment, percent, since, until } from "../format.ts";
import { Panel } from "../panel.tsx";
import type { Answers } from "../answers.ts";
import type { View } from "../view.ts";

type Window = Answers["usage"]["windows"][number];

export function Windows(view: View) {
  const windows = view.readings.usage?.answer?.windows;
  return (
    <Panel title="Usage windows" names={["usage"]} view={view} size="third">
      {!windows && <p class="muted">–</p>}
      {windows?.length === 0 && (
        <p class="muted">– No run has told of one yet.</p>
      )}
      <ul class="windows">
        {windows?.map((window) => (
          <WindowRow key={window.name} window={window} now={view.now} />
        ))}
      </ul>
    </Panel>
  );
}

function WindowRow({
  window: { name, utilization, resetsAt, seenAt },
  now,
}: {
  readonly window: Window;
  readonly now: number;
}) {
  const label = name.replaceAll("_", " ");
  return (
    <li>
      <div class="window-line">
        <span>{label}</span>
        <strong>{percent(utilization)}</strong>
      </div>
      {utilization !== null && (
        <meter
          aria-label={`${label} used`}
          min={0}
          max={1}
          low={0.8}
          high={0.95}
          optimum={0}
          value={utilization}
        />
      )}
      <p class="muted">
        {resetsAt === null
          ? "reset –"
          : `resets in ${until(resetsAt, now)}, at ${moment(resetsAt, now)}`}
        ; told {since(seenAt, now)} ago
      </p>
    </li>
  );
}
