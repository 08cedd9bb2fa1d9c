/** The package as others install it: built, packed, imported by its name, with its types. */
import { execFile } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);

const PROGRAM = `
import { CCSPClient, CCSPError } from "ccsp";
try {
  new CCSPClient({ baseUrl: "nowhere", token: "ccsp_a_B" });
} catch (error) {
  console.log(error instanceof CCSPError, error.name, error.message);
}
`;
const TYPED_PROGRAM = `
import { CCSPClient, type ExecutionResult, SessionTimeoutError } from "ccsp";
const client = new CCSPClient({ baseUrl: "http://localhost:3001", token: "ccsp_a_B" });
const result: ExecutionResult = await client.executeClaude("x", { priority: "high" });
const answer: string = result.result;
export const of = (error: unknown) => error instanceof SessionTimeoutError ? error.task.taskId : answer;
// @ts-expect-error -- a wrong priority
await client.executeClaude("x", { priority: "highest" });
`;

let folder: string;
/** Where the package lies. */
let installed: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ccsp-package-"));
  installed = join(folder, "node_modules", "ccsp");
  mkdirSync(installed, { recursive: true });
  copyFileSync("package.json", join(installed, "package.json"));
  await run(process.execPath, ["infra/client/build.mjs", installed]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("The client's package", () => {
  it("is imported by its name", async () => {
    const file = join(folder, "program.mjs");
    writeFileSync(file, PROGRAM);
    const { stdout } = await run(process.execPath, [file]);
    expect(stdout).toBe(
      "true InvalidOptionsError baseUrl must be an http or https URL, for example https://ccsp.example/api/ccsp.\n",
    );
  });

  it("has types that a strict compiler takes, with Node's and with bundlers' resolution", () => {
    const file = join(folder, "program.mts");
    writeFileSync(file, TYPED_PROGRAM);
    const problems = [
      { module: ts.ModuleKind.NodeNext },
      {
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
      },
    ].flatMap((options) =>
      ts.getPreEmitDiagnostics(
        ts.createProgram([file], {
          ...options,
          noEmit: true,
          strict: true,
          exactOptionalPropertyTypes: true,
          target: ts.ScriptTarget.ES2022,
          skipDefaultLibCheck: true,
          // Of a browser: an agent need not have the types of Node.
          lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
          types: [],
        }),
      ),
    );
    expect(
      problems.map(({ messageText }) =>
        ts.flattenDiagnosticMessageText(messageText, "\n"),
      ),
    ).toEqual([]);
  });

  it("packs what was built, and nothing of the service", async () => {
    const { stdout } = await run(
      "npm",
      ["pack", "--dry-run", "--json", "--ignore-scripts"],
      { cwd: installed },
    );
    const packed = JSON.parse(stdout) as Packed[] | Record<string, Packed>;
    const paths = Object.values(packed).flatMap(({ files }) =>
      files.map(({ path }) => path),
    );
    expect(paths).toContain("shared/client/dist/ccsp.js");
    expect(paths).toContain("shared/client/dist/ccsp.d.ts");
    expect(paths).toContain("shared/command-line/dist/ccsp.js");
    expect(paths).toContain(
      "shared/command-line/dist/THIRD-PARTY-LICENSES.txt",
    );
    expect(
      paths.filter(
        (path) =>
          !/^(package\.json$|shared\/(client|command-line)\/dist\/)/.test(path),
      ),
    ).toEqual([]);
  });
});

it("The command line hands on the licence of each package that it holds code of", () => {
  const dist = join(installed, "shared/command-line/dist");
  const bundled = readdirSync(dist)
    .filter((name) => name.endsWith(".js"))
    .flatMap((name) => [
      // Before each file it takes in, the bundler writes where that was.
      ...readFileSync(join(dist, name), "utf8").matchAll(
        /^\s*\/\/ .*node_modules\/((?:@[^/]+\/)?[^/\s]+)\//gmu,
      ),
    ])
    .map(([, name]) => name);
  const licenses = readFileSync(
    join(dist, "THIRD-PARTY-LICENSES.txt"),
    "utf8",
  ).split(/^-{79}$/mu);
  const named = licenses.map((text) => /^(\S+) \d/u.exec(text.trim())?.[1]);
  expect(new Set(named.slice(1))).toEqual(new Set(bundled));
  for (const text of licenses.slice(1))
    expect(text).toMatch(/Permission|Redistribution|Apache License/u);
});

/** Of npm's answer: a list, from npm 12 on an object by the package's name. */
interface Packed {
  readonly files: readonly { readonly path: string }[];
}
