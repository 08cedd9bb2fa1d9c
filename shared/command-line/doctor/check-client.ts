/** What is at hand before anything is asked: Node, the settings and where they come from, the local stack's file. */
import { fail, type Finding, ok, warn } from "./finding.ts";

const OLDEST_NODE = 20;

export function checkNode(version: string): Finding {
  const [major = "0"] = version.replace(/^v/, "").split(".");
  return Number(major) >= OLDEST_NODE
    ? ok("node", version)
    : fail(
        "node",
        `${version} is too old`,
        `Install Node ${OLDEST_NODE} or newer; the service itself needs 24.`,
      );
}

/** What `CCSP_URL` and others say, and which of them is used. */
export interface SettingsFound {
  readonly used:
    | { readonly baseUrl: string; readonly source: string }
    /** Why there is nothing to use, in words. */
    | { readonly problem: string };
  /** What else is there and is not used, for example `CCSP_URL`. */
  readonly others: readonly string[];
}

export function checkSettings({ used, others }: SettingsFound): Finding {
  if ("problem" in used)
    return fail(
      "settings",
      used.problem,
      "Set CCSP_URL and CCSP_TOKEN, add a profile, or start a local stack with `npm start`.",
    );
  const rest = others.length === 0 ? "" : `; not used: ${others.join(", ")}`;
  return ok("settings", `${used.baseUrl}, from ${used.source}${rest}`);
}

export interface LocalFileFound {
  readonly file: string;
  /** Whether anybody else than its owner may read it. */
  readonly isOpen: boolean;
  /** Where it says that the local stack is, and whether that answers; absent: it is unreadable. */
  readonly stack?: { readonly url: string; readonly answers: boolean };
}

/** @param local `undefined`: there is none, which is no fault */
export function checkLocalFile(
  local: LocalFileFound | undefined,
): readonly Finding[] {
  if (!local) return [];
  const { file, isOpen, stack } = local;
  const check = "local stack";
  if (!stack)
    return [
      fail(
        check,
        `${file} is not what a local stack writes`,
        "Remove it, and start the stack anew with `npm start`.",
      ),
    ];
  return [
    stack.answers
      ? ok(check, `answers at ${stack.url}`)
      : warn(
          check,
          `${file} is stale: nobody answers at ${stack.url}`,
          "Start the stack with `npm start`, or remove the file.",
        ),
    ...(isOpen
      ? [
          warn(
            check,
            `${file} holds tokens, and others may read it`,
            `Run \`chmod 600 ${file}\`.`,
          ),
        ]
      : []),
  ];
}
