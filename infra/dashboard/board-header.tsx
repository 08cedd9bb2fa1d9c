/** At a glance: does the service work, and is what the page says still true? */
import type { Who } from "./answers.ts";
import { age } from "./format.ts";
import { freshness } from "./freshness.ts";
import { Badge } from "./badge.tsx";
import { verdictOf } from "./verdict.ts";
import type { View } from "./view.ts";

export function BoardHeader({
  view,
  who,
  onLeave,
}: {
  readonly view: View;
  readonly who: Who;
  readonly onLeave: () => void;
}) {
  const { level, text } = verdictOf(view);
  return (
    <header class="board-header">
      <h1>CCSP</h1>
      <p class="verdict" role="status">
        <Badge level={level}>{text}</Badge>
      </p>
      <Freshness {...view} />
      <p class="who muted">
        {who.agent} <span>({who.scopes.join(", ")})</span>
      </p>
      <button type="button" onClick={onLeave}>
        Forget token
      </button>
    </header>
  );
}

function Freshness(view: View) {
  const { ageMs, isStale } = freshness(view, ["status"]);
  if (ageMs === undefined) return <p class="muted">No data yet</p>;
  return isStale ? (
    <p class="problem">Not live: data is {age(ageMs)} old</p>
  ) : (
    <p class="muted">Live, {age(ageMs)} ago</p>
  );
}
