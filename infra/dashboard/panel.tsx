/** The frame of all panels: a heading, how old what is shown is, and what went wrong. */
import type { ComponentChildren } from "preact";
import type { Name } from "./answers.ts";
import { age } from "./format.ts";
import { freshness } from "./freshness.ts";
import type { View } from "./view.ts";

export function Panel({
  title,
  names,
  view,
  size,
  children,
}: {
  readonly title: string;
  /** What it shows. */
  readonly names: readonly Name[];
  readonly view: View;
  readonly size: "third" | "half" | "small" | "large" | "full";
  readonly children: ComponentChildren;
}) {
  const { ageMs, isStale, problem } = freshness(view, names);
  const id = `panel-${names.join("-")}-${title.split(" ")[0]?.toLowerCase() ?? ""}`;
  return (
    <section
      class={`panel ${size} ${isStale ? "stale" : ""}`}
      aria-labelledby={id}
    >
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {ageMs === undefined ? (
          <span class="age">{problem === undefined ? "asking…" : ""}</span>
        ) : (
          <span class="age">
            {isStale ? (
              <strong>▲ {age(ageMs)} old</strong>
            ) : (
              `${age(ageMs)} ago`
            )}
          </span>
        )}
      </div>
      {problem !== undefined && (
        <p class="problem">
          {ageMs === undefined ? "Not known: " : "Not renewed: "}
          {problem}
        </p>
      )}
      <div class="panel-body">{children}</div>
    </section>
  );
}
