/** The CloudFormation template that `serverless package --stage local` makes. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { serverless } from "../tools/serverless.ts";

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

export type PackagedTemplate = z.output<typeof Template>;

export async function packagedTemplate(): Promise<PackagedTemplate> {
  const folder = await mkdtemp(join(tmpdir(), "ccsp-packaged-"));
  try {
    await serverless("package", {}, { args: ["--package", folder] });
    const file = join(folder, "cloudformation-template-update-stack.json");
    return Template.parse(JSON.parse(await readFile(file, "utf8")));
  } finally {
    await rm(folder, { recursive: true });
  }
}
