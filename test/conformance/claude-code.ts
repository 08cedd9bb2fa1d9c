/** Which versions of the real CLI the lane runs, and where it keeps them. */
import { folderOf } from "./tools/install-once.ts";

export const PACKAGE = "@anthropic-ai/claude-code";

/** The version that we are built against: it does the work of the whole service. */
export const NEWEST = "2.1.330";
/** The last one for Node 18, and what a plain install on Node 20 picks: it prints other fields. */
export const OLDEST = "2.1.197";
export const VERSIONS = [NEWEST, OLDEST] as const;

export const folderOfVersion = (version: string): string =>
  folderOf(`claude-code-${version}`);

/** The executable that `run.ts` has installed. */
export const claudeOf = (version: string): string =>
  `${folderOfVersion(version)}/node_modules/.bin/claude`;
