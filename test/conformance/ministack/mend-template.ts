/**
 * MiniStack gives a secret's name for its `Ref`, where AWS gives its ARN; `Id` is the ARN on both
 * (differences.suite.ts notices when that is mended). The packaged template is changed so, for this lane alone.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The framework reads the one, CloudFormation the other. */
const FILES = [
  "serverless-state.json",
  "cloudformation-template-update-stack.json",
];

export async function mendTemplate(folder: string): Promise<void> {
  for (const name of FILES) {
    const file = join(folder, name);
    const text = await readFile(file, "utf8");
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
