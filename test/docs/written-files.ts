/** The files that are written whole from the code: the API's document and what is made of it. */
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { dashboardPage } from "./dashboard-page.ts";
import { errorsPage } from "./errors-page.ts";
import { clientTypes } from "./openapi/client-types.ts";
import { openApiDocument } from "./openapi/document.ts";

const ROOT = new URL("../../", import.meta.url);

const FILES = [
  {
    path: "docs/errors-page.json",
    parser: "json",
    write: () => JSON.stringify({ html: errorsPage() }),
  },
  {
    path: "functions/operator-api/dashboard-page.json",
    parser: "json",
    write: () => JSON.stringify(dashboardPage()),
  },
  {
    path: "docs/openapi.json",
    parser: "json",
    write: () => JSON.stringify(openApiDocument()),
  },
  {
    path: "shared/client/api-types.ts",
    parser: "typescript",
    write: () => clientTypes(openApiDocument()),
  },
] as const;

export interface WrittenFile {
  readonly file: URL;
  readonly path: string;
  readonly wanted: string;
}

export const writtenFiles = (): Promise<readonly WrittenFile[]> =>
  Promise.all(
    FILES.map(async ({ path, parser, write }) => ({
      path,
      file: new URL(path, ROOT),
      wanted: await format(write(), { parser }),
    })),
  );

/** `undefined`: there is none yet. */
export function currentOf({ file }: WrittenFile): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
