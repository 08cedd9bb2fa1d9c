/**
 * `npm run build:client [folder]`: what others run on Node 20, which cannot run our TypeScript: the
 * client as one JavaScript file and its types, and the command line. npm calls it after `npm ci`
 * (`prepare`), so it is plain JavaScript itself.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildCommandLine } from "./build-command-line.mjs";

const SOURCE = "shared/client";
const ENTRY = join(SOURCE, "ccsp.ts");
/** Of the package: the repository, or where a test wants it. */
const root = resolve(process.argv[2] ?? ".");
const folder = join(root, SOURCE, "dist");

const tools = await loadTools();
if (tools) {
  rmSync(folder, { recursive: true, force: true });
  await writeJavaScript(tools.esbuild);
  writeTypes(tools.ts);
  await buildCommandLine(tools.esbuild, root);
} else
  console.log(
    "Client and command line were not built: that needs the devDependencies.",
  );

/** `npm ci --omit=dev` leaves them out, for an executor, which needs no client. */
async function loadTools() {
  try {
    const [esbuild, { default: ts }] = await Promise.all([
      import("esbuild"),
      import("typescript"),
    ]);
    return { esbuild, ts };
  } catch (error) {
    if (error.code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Not minified: whoever sees it in a stack trace shall be able to read it. */
async function writeJavaScript(esbuild) {
  await esbuild.build({
    entryPoints: [ENTRY],
    outfile: join(folder, "ccsp.js"),
    bundle: true,
    format: "esm",
    target: "node20",
    legalComments: "none",
  });
}

/** By an old library of types: what Node 20 does not have is an error here. */
function writeTypes(ts) {
  const program = ts.createProgram([ENTRY], {
    declaration: true,
    emitDeclarationOnly: true,
    outDir: folder,
    rootDir: SOURCE,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    types: ["node"],
  });
  const { diagnostics } = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0)
    throw new Error(
      ts.formatDiagnostics(problems, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => process.cwd(),
        getNewLine: () => "\n",
      }),
    );
  nameJavaScript();
}

/** TypeScript leaves `./types.ts` as it is, which readers of declarations do not all accept. */
function nameJavaScript() {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".d.ts")) continue;
    const file = join(folder, name);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replaceAll(/(from "\.\/[\w-]+)\.ts"/g, '$1.js"'));
  }
}
