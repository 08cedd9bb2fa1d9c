/** A function's bundle as `npm run package` makes it, and what is in it. */
import { readFileSync } from "node:fs";
import { build, type BuildOptions } from "esbuild";
import { parse } from "yaml";

const PLUGINS_OWN = ["outputFileExtension", "outputWorkFolder"] as const;

export interface Bundle {
  readonly bytes: number;
  readonly text: string;
  /** The files of which something is left in it, by path. */
  readonly inputs: readonly string[];
}

/** The settings of the packager's plugin, but for those that are not esbuild's. */
function packagingOptions(): BuildOptions {
  const settings = parse(readFileSync("infra/settings.yml", "utf8")) as {
    readonly esbuild: BuildOptions &
      Record<(typeof PLUGINS_OWN)[number], string>;
  };
  const options = { ...settings.esbuild };
  for (const name of PLUGINS_OWN) Reflect.deleteProperty(options, name);
  return {
    ...options,
    outExtension: { ".js": settings.esbuild.outputFileExtension },
  };
}

/** @param name the function's folder in functions/ */
export async function bundleFunction(name: string): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    ...packagingOptions(),
    entryPoints: [`functions/${name}/handler.ts`],
    outdir: "bundle",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const [output] = Object.values(metafile.outputs);
  const [file] = outputFiles;
  if (output === undefined || file === undefined)
    throw new Error(`functions/${name} has no bundle`);
  return {
    bytes: output.bytes,
    text: file.text,
    inputs: Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  };
}
