/** `ccsp token create --direct`: with AWS credentials instead of a token. The AWS SDK is loaded only here. */
import { hostname, userInfo } from "node:os";
import type { NewToken } from "./answers.ts";
import { CommandError, usageError } from "./command-error.ts";

export interface DirectPlaceOptions {
  readonly stage?: string | undefined;
  readonly table?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

interface Wanted {
  readonly agent: string;
  readonly scopes: readonly ("tasks" | "observe" | "operate")[];
  readonly expiresAt: Date;
}

/** @throws CommandError that says what AWS lacks */
export async function createDirectly(
  wanted: Wanted,
  place: DirectPlaceOptions,
): Promise<NewToken> {
  const tableName = tableOf(place);
  const { region, endpointUrl } = place;
  const runtime = await loadRuntime();
  const made = await runtime
    .createTokenDirectly(
      {
        tableName,
        ...(region !== undefined && { region }),
        ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
      },
      { ...wanted, actor: whoTypes() },
    )
    .catch((error: unknown) => {
      throw explained(error, tableName);
    });
  if (made.kind === "refused") throw usageError(`${made.problem}.`);
  const { id, token, createdAt, isAudited } = made;
  if (!isAudited)
    throw new CommandError(
      "unreachable",
      `Token ${id} was made, but the audit trail could not be written, so it is not shown. Revoke it and make another.`,
    );
  return {
    ...{ id, token, agent: wanted.agent, scopes: wanted.scopes },
    expiresAt: wanted.expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}

/** It stands on the AWS SDK, which is a dependency of the package and no part of the program. */
async function loadRuntime() {
  try {
    return await import("../runtime/direct-token.ts");
  } catch (error) {
    throw new CommandError(
      "usage",
      `--direct needs the AWS SDK, which is installed with the package's dependencies (\`npm ci\`): ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** As serverless.yml and infra/resources/tables.yml name it. */
function tableOf({ stage, table }: DirectPlaceOptions): string {
  if (stage !== undefined && table !== undefined)
    throw usageError("Give either --stage or --table, not both.");
  if (stage === undefined && table === undefined)
    throw usageError(
      "--direct needs to know the table: give --stage (for example prod) or --table.",
    );
  return table ?? `ccsp-${stage}-control`;
}

/** For the audit trail; AWS keeps in its own which credentials it were. */
const whoTypes = (): string => `${userName()}@${hostname()}, directly`;

/** A container's user need not be in the list of users. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  ResourceNotFoundException:
    "There is no such table in this account and region; look at --stage or --table, and --region.",
  CredentialsProviderError:
    "No AWS credentials were found; sign in, or set AWS_PROFILE.",
  UnrecognizedClientException: "AWS does not know these credentials.",
  ExpiredTokenException: "The AWS credentials have expired; sign in again.",
  AccessDeniedException:
    "These AWS credentials may not write to it; dynamodb:PutItem is needed.",
};

function explained(error: unknown, tableName: string): CommandError {
  const [root = error] = causes(error).toReversed();
  const name = root instanceof Error ? root.name : "";
  const why = root instanceof Error ? root.message : String(root);
  const remedy =
    REMEDIES[name] ??
    (why.includes("Region is missing")
      ? "Give --region, or set AWS_REGION."
      : "Look at the network and at AWS.");
  return new CommandError(
    "unreachable",
    `The table ${tableName} could not be written: ${why.replace(/\.$/, "")}. ${remedy}`,
  );
}

const causes = (error: unknown): readonly unknown[] =>
  error instanceof Error && error.cause !== undefined
    ? [error, ...causes(error.cause)]
    : [error];
