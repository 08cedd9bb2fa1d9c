/**
 * Changes the packaged template for this lane alone: it gets the executor's role, and because MiniStack gives a secret's
 * name for its `Ref`, where AWS gives its ARN, it asks for `Id`, which is the ARN on both (differences.suite.ts notices
 * when that is mended).
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { executorRole } from "./executor-role.ts";

/** The framework reads the one, CloudFormation the other. */
const FILES = [
  "serverless-state.json",
  "cloudformation-template-update-stack.json",
];

export async function mendTemplate(folder: string): Promise<void> {
  for (const name of FILES) {
    const file = join(folder, name);
    const text = withExecutorRole(await readFile(file, "utf8"));
    const secrets = text.matchAll(
      /"(\w+)":\s*\{\s*"Type":\s*"AWS::SecretsManager::Secret"/g,
    );
    let mended = text;
    for (const [, id] of secrets)
      mended = mended.replaceAll(
        new RegExp(`\\{\\s*"Ref":\\s*"${id}"\\s*\\}`, "g"),
        `{"Fn::GetAtt": ["${id}", "Id"]}`,
      );
    await writeFile(file, mended);
  }
}

/** First of the resources, wherever in the file they are. */
const withExecutorRole = (text: string): string =>
  text.replace(
    /"Resources":\s*\{(?=\s*"\w+":\s*\{\s*"Type":)/,
    `"Resources": {"ExecutorRole": ${JSON.stringify(executorRole())},`,
  );
