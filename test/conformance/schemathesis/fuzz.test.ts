/** A program that knows only the API's document finds no answer that the document does not tell of. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startStack, type Stack } from "../../integration/harness/stack.ts";
import { SCHEMATHESIS_PYTHON } from "./install.ts";

const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];
/** They would stop what is fuzzed, change how it works, or take the fuzzer's token away. */
const APART = [
  "stopService",
  "clearStop",
  "pauseQueue",
  "clearQueue",
  "changeSettings",
  "rotateToken",
  "revokeToken",
];
const REQUESTS = 2_000;
const LIMIT_MS = 300_000;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { CCSP_CLI: "", CCSP_LOG_LEVEL: "error" } });
});
afterAll(() => stack.stop());

it(
  "2 000 requests find no undocumented answer, and no failure",
  async () => {
    const said = await fuzz(documentOf(stack), await tokenOf(stack));
    const [, generated = "0"] = /(\d+) generated/.exec(said) ?? [];
    expect(said).toMatch(/No issues found|generated, \d+ passed/);
    expect(Number(generated)).toBeGreaterThanOrEqual(REQUESTS);
  },
  LIMIT_MS,
);

/** One that opens everything: refusals for want of a scope are tested elsewhere. */
async function tokenOf({ call, operatorToken }: Stack): Promise<string> {
  const { body } = await call<{ readonly token: string }>("/tokens", {
    method: "POST",
    token: operatorToken,
    body: { agent: "fuzzer", scopes: ["tasks", "operate"] },
  });
  return body.token;
}

/** Without its security: whoever sends many wrong tokens is not served for a while. */
function documentOf({ stateDir }: Stack): string {
  const text = readFileSync("docs/openapi.json", "utf8");
  const open = JSON.stringify(JSON.parse(text), (name, value: unknown) =>
    name === "security" || name === "securitySchemes" ? undefined : value,
  );
  const file = join(stateDir, "openapi.json");
  writeFileSync(file, open);
  return file;
}

async function fuzz(document: string, token: string): Promise<string> {
  const args = [
    ...["-m", "schemathesis.cli", "run", document],
    ...["--url", stack.baseUrl, "--header", `authorization: Bearer ${token}`],
    ...["--checks", CHECKS.join(",")],
    ...APART.flatMap((id) => ["--exclude-operation-id", id]),
    ...["--phases", "examples,coverage,fuzzing", "--max-examples", "50"],
    ...["--seed", "1", "--generation-database", "none", "--workers", "2"],
    ...["--suppress-health-check", "all", "--continue-on-failure"],
    ...["--warnings", "off", "--no-color"],
  ];
  const child = spawn(SCHEMATHESIS_PYTHON, args, {
    cwd: stack.stateDir, // it leaves a folder where it is called
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  expect({ code, said }).toEqual({ code: 0, said });
  return said;
}
