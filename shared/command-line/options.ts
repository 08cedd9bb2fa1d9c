/** Options that more than one of the operators' commands has. */
import { Option } from "@commander-js/extra-typings";
import { parseDurationWithin } from "./moment.ts";
import { parsed } from "./parsed.ts";
import { parseLimit } from "./pages.ts";
import { CLASSES, DEAD_LETTER_CODES } from "./vocabulary.ts";

/** What takes less than a second is over before the service can have answered. */
const WITHIN = { min: 1_000, max: 365 * 86_400_000 };

export const withinOption = () =>
  new Option("--within <duration>", "wait no longer than this").argParser(
    parsed((text) => parseDurationWithin(text, WITHIN)),
  );

/** Why an order is given: the audit trail keeps it. */
export const reasonOption = () =>
  new Option("-r, --reason <text>", "why, for the audit trail");

export const yesOption = () =>
  new Option("-y, --yes", "do not ask; needed where nobody can be asked");

export const classOption = (what: string) =>
  new Option("--class <class>", what).choices(CLASSES);

export const codeOption = () =>
  new Option("--code <code>", "only those that failed of this").choices(
    DEAD_LETTER_CODES,
  );

export const agentOption = () =>
  new Option("--agent <name>", "only those of this agent");

export const limitOption = (preset: number) =>
  new Option("-n, --limit <n>", "how many at most")
    .argParser(parsed(parseLimit))
    .default(preset);

export const cursorOption = () =>
  new Option("--cursor <cursor>", "where an earlier list ended");
