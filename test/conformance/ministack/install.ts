/** Brings MiniStack, other people's implementation of AWS, from PyPI. */
import {
  findPython,
  installFromPip,
  isInstalled,
  pythonIn,
} from "../tools/install-from-pip.ts";
import { folderOf, installOnce } from "../tools/install-once.ts";

const VERSION = "1.5.33";
const REQUIREMENTS = [
  `ministack==${VERSION}`,
  "botocore==1.43.106",
  "defusedxml==0.7.1",
  "graphql-core==3.2.12",
  "hypercorn==0.18.0",
  "jsonata-python==0.7.1",
  "PyYAML==6.0.3",
];
const PYTHON_MINORS = [13, 12, 11, 10];

const folder = folderOf(`ministack-${VERSION}`);
export const MINISTACK_PYTHON = pythonIn(folder);

/** @throws MissingToolError */
export async function installMiniStack(): Promise<void> {
  await installOnce({
    name: `MiniStack ${VERSION}`,
    size: "60 MB",
    folder,
    isUsable: () => isInstalled(folder, "ministack"),
    install: (unfinished) =>
      installFromPip(unfinished, {
        requirements: REQUIREMENTS,
        python: findPython(PYTHON_MINORS),
      }),
  });
}
