/** Brings the last LocalStack that needs no account, from PyPI, to run without Docker. */
import { fileURLToPath } from "node:url";
import {
  findPython,
  installFromPip,
  isInstalled,
  pythonIn,
} from "../tools/install-from-pip.ts";
import { folderOf, installOnce } from "../tools/install-once.ts";

const VERSION = "4.14.0";
const PYTHON_MINOR = 13;
/**
 * All of it: with what its packages have become since, it does not start. What it needs for
 * services that we do not ask for is left out, which is why pip must not resolve.
 */
const REQUIREMENTS = fileURLToPath(
  new URL("requirements.txt", import.meta.url),
);

const folder = folderOf(`localstack-${VERSION}`);
export const LOCALSTACK_PYTHON = pythonIn(folder);

/** @throws MissingToolError */
export async function installLocalStack(): Promise<void> {
  await installOnce({
    name: `LocalStack ${VERSION}`,
    size: "250 MB",
    folder,
    isUsable: () => isInstalled(folder, "localstack"),
    install: (unfinished) =>
      installFromPip(unfinished, {
        requirements: ["--no-deps", "--requirement", REQUIREMENTS],
        python: findPython([PYTHON_MINOR]),
      }),
  });
}
