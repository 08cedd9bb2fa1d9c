import { byteTail } from "../domain/byte-tail.ts";
import { hideSecrets } from "../domain/hide-secrets.ts";
import { howItEnded } from "../domain/program-end.ts";
import type { Variables } from "../domain/allowed-environment.ts";
import { tailText } from "../domain/limit-text.ts";
import type { SlotRunner } from "./slot-runner.ts";

/** What a program printed on being asked for its version, without secrets of its environment, or why it printed nothing of use. */
export type VersionAnswer =
  { readonly said: string } | { readonly problem: string };

const TIMEOUT_MS = 10_000;
const GRACE_MS = 1_000;
const MAX_OUTPUT_BYTES = 4_096;

/** Runs a program with `--version` and nothing else. */
export async function askVersion(
  runner: SlotRunner,
  { file, env }: { readonly file: string; readonly env: Variables },
): Promise<VersionAnswer> {
  const output = byteTail(MAX_OUTPUT_BYTES);
  const end = await runner.run(
    "check",
    () => ({
      file,
      args: ["--version"],
      env,
      stdin: "",
      onStdout: output.write,
      onStderr: () => undefined,
    }),
    {
      timeoutMs: TIMEOUT_MS,
      timeoutGraceMs: GRACE_MS,
      stop: new AbortController().signal,
      stopGraceMs: GRACE_MS,
    },
  );
  if (end.spawnError !== undefined) return { problem: end.spawnError };
  if (end.endedBy !== undefined) {
    return { problem: `it did not answer --version within ${TIMEOUT_MS} ms` };
  }
  if (end.exitCode !== 0) {
    return { problem: `asked for its --version, it ended ${howItEnded(end)}` };
  }
  const said = tailText(output.bytes(), MAX_OUTPUT_BYTES).trim();
  return { said: hideSecrets(said, env) };
}
