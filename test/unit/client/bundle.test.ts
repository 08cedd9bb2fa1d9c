import { build } from "esbuild";
import { expect, it } from "vitest";

const MAX_BYTES = 15_000;

it("the client is below 15 kB, minified, and imports nothing", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: ["shared/client/ccsp.ts"],
    bundle: true,
    minify: true,
    format: "esm",
    target: "node20",
    platform: "neutral",
    metafile: true,
    write: false,
  });
  expect(outputFiles[0]!.contents.length).toBeLessThan(MAX_BYTES);
  expect(Object.values(metafile.outputs)[0]!.imports).toEqual([]);
});
