/** What is deployed, and what checks it, as linters see it that know AWS, Docker, Compose and GitHub's workflows. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  packaged,
  type PackagedTemplate,
} from "../../integration/harness/packaged.ts";
import {
  ACTIONLINT_PROGRAM,
  HADOLINT_PROGRAM,
  LINT_PYTHON,
} from "./install.ts";
import { policiesOf } from "./policies.ts";

const STAGES = ["local", "dev", "prod"];
const NETWORK = {
  CCSP_SUBNET_IDS: "subnet-0a1b2c3d,subnet-0a1b2c3e",
  CCSP_SECURITY_GROUP_IDS: "sg-0a1b2c3d",
};
const VARIANTS = [
  ...STAGES.map((stage) => ({ name: stage, stage, env: {} })),
  { name: "prod in a network that is given", stage: "prod", env: NETWORK },
];
const LIMIT_MS = 240_000;

/** What cfn-lint may say, and why. */
const ACCEPTED = [
  "W3005", // the framework writes DependsOn beside a reference
  "W1033", // subnets of one's own: an empty list, in a branch that is not taken then
  "W8003", // the same for a condition: the framework fills it in before CloudFormation sees it
];

interface Said {
  readonly code: number;
  readonly output: string;
}
const CLEAN: Said = { code: 0, output: "" };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ccsp-static-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(program: string, ...args: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(program, args, (error, stdout, stderr) =>
      resolve({
        code: error === null ? 0 : 1,
        output: `${stdout}${stderr}`.trim(),
      }),
    );
  });
}

const cfnLint = (template: string): Promise<Said> =>
  run(
    LINT_PYTHON,
    ...["-c", "from cfnlint.runner.cli import main; main()"],
    ...["--template", template],
    ...["--regions", "us-east-1", "eu-west-1"],
    ...["--ignore-checks", ...ACCEPTED],
  );

const parliament = (directory: string): Promise<Said> =>
  run(
    LINT_PYTHON,
    ...["-W", "ignore"], // of its own imports
    ...["-m", "parliament.cli", "--directory", directory],
  );

const schema = (name: string, ...files: readonly string[]): Promise<Said> =>
  run(
    LINT_PYTHON,
    ...["-m", "check_jsonschema", "--quiet"],
    ...["--builtin-schema", `vendor.${name}`, ...files],
  );

function written(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

function writePolicies(name: string, template: PackagedTemplate): string {
  mkdirSync(join(folder, name), { recursive: true });
  const policies = policiesOf(template);
  expect(policies.size).toBeGreaterThanOrEqual(6);
  for (const [role, policy] of policies)
    written(`${name}/${role}.json`, policy);
  return join(folder, name);
}

describe("The template of each stage", () => {
  it.each(VARIANTS)(
    "$name is one that CloudFormation takes, with policies that mean what they say",
    async ({ stage, env }) => {
      const template = await packaged(stage, env);
      expect(await cfnLint(written(`${stage}.json`, template))).toEqual(CLEAN);
      expect(await parliament(writePolicies(stage, template))).toEqual(CLEAN);
    },
    LIMIT_MS,
  );

  it(
    "would be refused with a wrong property, and with an action that does not exist",
    async () => {
      const Properties = { VisibilityTimeout: "long" };
      const Resources = { Queue: { Type: "AWS::SQS::Queue", Properties } };
      const lint = await cfnLint(written("wrong.json", { Resources }));
      expect(lint.output).toContain("E3012");
      const Statement = [
        { Effect: "Allow", Action: "sqs:Recieve", Resource: "*" },
      ];
      mkdirSync(join(folder, "wrong"), { recursive: true });
      written("wrong/policy.json", { Version: "2012-10-17", Statement });
      const found = await parliament(join(folder, "wrong"));
      expect(found.output).toContain("sqs:Recieve");
    },
    LIMIT_MS,
  );
});

describe("The compose file", () => {
  it("is one by the specification's schema, which refuses others", async () => {
    const file = "docker-compose.localstack.yml";
    expect(await schema("compose-spec", file)).toEqual(CLEAN);
    const wrong = written("compose.json", { services: { one: { prots: [] } } });
    expect((await schema("compose-spec", wrong)).code).toBe(1);
  });
});

describe("The image's Dockerfile", () => {
  const hadolint = (file: string): Promise<Said> =>
    run(HADOLINT_PROGRAM, "--no-color", file);

  it("is one that hadolint finds nothing in", async () => {
    expect(await hadolint("infra/executor/Dockerfile")).toEqual(CLEAN);
  });

  it("would be refused with packages of any version, and with a pipe whose failure is lost", async () => {
    const wrong = join(folder, "Dockerfile");
    writeFileSync(wrong, "FROM debian:12\nRUN apt-get install git | tee log\n");
    const { code, output } = await hadolint(wrong);
    expect(code).toBe(1);
    expect(output).toMatch(/DL4006[^]*DL3008|DL3008[^]*DL4006/);
  });
});

describe("The workflow", () => {
  const WORKFLOW = ".github/workflows/ci.yml";

  it("is one that GitHub takes", async () => {
    expect(await schema("github-workflows", WORKFLOW)).toEqual(CLEAN);
    const { code, output } = await run(
      process.execPath,
      ...[ACTIONLINT_PROGRAM, WORKFLOW],
    );
    expect({ code, output }).toEqual({ code: 0, output });
    expect(output).toContain("1 workflow");
  });

  it("would be refused with an unknown runner and context", async () => {
    const wrong = written("wrong-workflow.yml", {
      on: "push",
      jobs: {
        one: {
          "runs-on": "ubuntu-lates",
          steps: [{ run: "echo ${{ github.evnt }}" }],
        },
      },
    });
    const { code, output } = await run(
      process.execPath,
      ...[ACTIONLINT_PROGRAM, wrong],
    );
    expect(code).toBe(1);
    expect(output).toMatch(/ubuntu-lates[^]*evnt/);
  });
});
