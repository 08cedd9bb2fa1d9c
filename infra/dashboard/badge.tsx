/** A state as colour, sign and word: whoever does not see the one sees the others. */
import type { ComponentChildren } from "preact";

export type Level = "good" | "warn" | "bad" | "unknown";

const SIGNS: Readonly<Record<Level, string>> = {
  good: "✓",
  warn: "▲",
  bad: "✕",
  unknown: "?",
};

export const Badge = ({
  level,
  children,
}: {
  readonly level: Level;
  readonly children: ComponentChildren;
}) => (
  <span class={`badge ${level}`}>
    <span aria-hidden="true">{SIGNS[level]}</span> {children}
  </span>
);
