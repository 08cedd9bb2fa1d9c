/**
 * The command line as JavaScript that needs no package: a small file that starts fast, and beside it
 * what only some commands load.
 */
import {
  chmodSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { thirdPartyLicenses } from "./third-party-licenses.mjs";

const SOURCE = "shared/command-line";

/** Packages that are not ES modules call `require`, also for what Node has built in. */
const REQUIRE = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

/** @param root of the package */
export async function buildCommandLine(esbuild, root) {
  const folder = join(root, SOURCE, "dist");
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await esbuild.build({
    entryPoints: [join(SOURCE, "ccsp.ts")],
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: "node",
    external: ["@aws-sdk/*"], // dependencies of the package, loaded only where a table is written directly
    format: "esm",
    target: "node20",
    banner: { js: REQUIRE },
    legalComments: "linked",
    logLevel: "warning",
    metafile: true,
  });
  writeFileSync(
    join(folder, "THIRD-PARTY-LICENSES.txt"),
    thirdPartyLicenses(metafile, "."),
  );
  const program = join(folder, "ccsp.js");
  chmodSync(program, 0o755);
  link(program, join(root, "node_modules", ".bin"));
}

/** npm links what packages offer, but not what the one offers in which it runs. */
function link(program, folder) {
  mkdirSync(folder, { recursive: true });
  const name = join(folder, "ccsp");
  rmSync(name, { force: true });
  symlinkSync(relative(folder, program), name);
}
