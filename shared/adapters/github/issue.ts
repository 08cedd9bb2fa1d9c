/** Of GitHub's many fields those that matter here: a proxy on the way may answer anything. */
import * as z from "zod";
import type { OpenedIssue } from "../../ports/issue-tracker.ts";

export const Issue = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.string(),
  body: z.string().nullish(),
  /** Pull requests are listed among the issues. */
  pull_request: z.unknown().optional(),
});
export type Issue = z.output<typeof Issue>;

export const toOpened = ({ number, html_url, body }: Issue): OpenedIssue => ({
  number,
  url: html_url,
  body: body ?? "",
});
