/** The settings for people: each with its value, and with what the service began where that differs. */
import type { Table } from "../table.ts";

export interface SettingsView {
  readonly version: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly initial: Readonly<Record<string, unknown>>;
  readonly changedAt?: string;
  readonly changedBy?: string;
}

export const settingsTable = ({ settings, initial }: SettingsView): Table => ({
  head: ["setting", "value", "began as"],
  rows: Object.entries(settings).map(([name, value]) => {
    const before = textOf(initial[name]);
    const now = textOf(value);
    return [name, now, now === before ? undefined : before];
  }),
  empty: "There are no settings.",
});

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
