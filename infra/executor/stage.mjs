/**
 * Lays out what the image holds of ours: `stage.mjs <folder>`, an empty or missing one. The service runs from its
 * sources, so this is a copy, and the packages that it runs on, as the lock file has them.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const KEPT = [
  "package.json",
  "package-lock.json",
  "functions/executor",
  "infra/executor/adopt-credentials.mjs",
  "infra/executor/credential-variables.mjs",
  "infra/executor/health.mjs",
  "infra/executor/launch.mjs",
  "shared/adapters",
  "shared/app",
  "shared/domain",
  "shared/ports",
  "shared/runtime",
];

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("stage.mjs wants a folder");
mkdirSync(folder, { recursive: true });
if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);
for (const path of KEPT)
  cpSync(`${ROOT}${path}`, `${folder}/${path}`, { recursive: true });
execFileSync(
  "npm",
  ["ci", "--omit=dev", "--ignore-scripts", "--prefer-offline"],
  { cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
);
