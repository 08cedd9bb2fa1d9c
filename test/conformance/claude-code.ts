/** Which versions of the real CLI the lane runs, and where it keeps them. */
import { fileURLToPath } from "node:url";

export const PACKAGE = "@anthropic-ai/claude-code";

/** The version that we are built against: it does the work of the whole service. */
export const NEWEST = "2.1.330";
/** The last one for Node 18, and what a plain install on Node 20 picks: it prints other fields. */
export const OLDEST = "2.1.197";
export const VERSIONS = [NEWEST, OLDEST] as const;

/** Outside the lock file, ignored by git, and removed by `npm ci`. */
export const CACHE = fileURLToPath(
  new URL("../../node_modules/.cache/ccsp-conformance/", import.meta.url),
);

export const folderOf = (version: string): string =>
  `${CACHE}claude-code-${version}`;

/** The executable that `run.ts` has installed. */
export const claudeOf = (version: string): string =>
  `${folderOf(version)}/node_modules/.bin/claude`;
