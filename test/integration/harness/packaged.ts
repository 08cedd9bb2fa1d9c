/** What `serverless package` makes, with no account, no credential and no network to be had. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const SERVERLESS = new URL(
  "../../../node_modules/.bin/serverless",
  import.meta.url,
).pathname;
const TEMPLATE = "cloudformation-template-update-stack.json";

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  Condition: z.string().optional(),
});
const Template = z.looseObject({
  Parameters: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), Resource),
});

export type PackagedResource = z.infer<typeof Resource>;
export type PackagedTemplate = z.infer<typeof Template>;

/** Some seconds on a quiet machine. */
export const PACKAGES_WITHIN_MS = 300_000;

/** Whatever goes out ends nowhere: a proxy that nobody is. */
const NO_NETWORK = {
  HTTP_PROXY: "http://127.0.0.1:9",
  HTTPS_PROXY: "http://127.0.0.1:9",
} as const;

/** @param env further variables, as whoever deploys would set them */
export async function packaged(
  stage: string,
  env: Readonly<Record<string, string>> = {},
): Promise<PackagedTemplate> {
  const directory = await mkdtemp(join(tmpdir(), "ccsp-package-"));
  // One for each call: files of tests share a process, and the framework copies out of it what it finds.
  const workFolder = join("node_modules/.cache", basename(directory));
  try {
    const run = promisify(execFile)(
      process.execPath,
      [SERVERLESS, "package", "--stage", stage, "--package", directory],
      {
        env: {
          PATH: process.env["PATH"],
          HOME: directory,
          CCSP_PACKAGE_FOLDER: workFolder,
          ...NO_NETWORK,
          ...env,
        },
      },
    );
    // It waits for the end of what it could be told.
    run.child.stdin?.end();
    await run;
    const text = readFileSync(join(directory, TEMPLATE), "utf8");
    return Template.parse(JSON.parse(text));
  } finally {
    await rm(directory, { recursive: true });
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** By logical id. */
export const ofType = (
  { Resources }: PackagedTemplate,
  type: string,
): readonly (readonly [string, PackagedResource])[] =>
  Object.entries(Resources).filter(([, resource]) => resource.Type === type);
