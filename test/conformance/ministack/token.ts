/** A token as the first one of each account is made: `ccsp token create --direct`, by whoever has its credentials. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Scope } from "../../../shared/domain/access-token.ts";
import type { AwsEnvironment } from "./start.ts";

const CCSP = fileURLToPath(
  new URL("../../../shared/command-line/ccsp.ts", import.meta.url),
);

export async function tokenFor(order: {
  readonly aws: AwsEnvironment;
  readonly agent: string;
  readonly scopes: readonly Scope[];
}): Promise<string> {
  const { aws, agent, scopes } = order;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...[CCSP, "token", "create", "--direct", "--stage", "local"],
      ...["--agent", agent, "--expires", "1h"],
      ...scopes.flatMap((scope) => ["--scope", scope]),
    ],
    { env: { PATH: process.env["PATH"], ...aws } },
  );
  return stdout.trim();
}
