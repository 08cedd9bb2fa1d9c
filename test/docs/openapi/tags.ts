/** Under which heading of the document a route stands: the first part of its path. */
import type { Route } from "../../../shared/runtime/http/route.ts";

export const TAGS = {
  tasks: "Submit tasks, look at them, wait for them, cancel them.",
  "dead-letters": "Tasks that failed, and another try for them.",
  queue: "What waits, and orders that hold it, let it go on or clear it away.",
  control: "The emergency stop.",
  session: "The login that all tasks share.",
  settings: "How the service works, changed while it does.",
  stats: "What was done, how fast and at what cost.",
  audit: "Who did what, when and why.",
  tokens: "Who may call.",
  service: "The service itself.",
} as const;

const isTag = (text: string): text is keyof typeof TAGS => text in TAGS;

export function tagOf({ path }: Route): keyof typeof TAGS {
  const [, first = ""] = path.split("/");
  return isTag(first) ? first : "service";
}
