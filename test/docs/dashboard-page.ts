/** The dashboard as one page that asks nobody for anything but data, with the hashes by which a browser runs it. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { thirdPartyLicenses } from "../../infra/client/third-party-licenses.mjs";

const FOLDER = new URL("../../infra/dashboard/", import.meta.url).pathname;

/** What browsers of the last two years run. */
const TARGET = ["chrome123", "firefox124", "safari17.4"];

const hashOf = (text: string): string =>
  `sha256-${createHash("sha256").update(text).digest("base64")}`;

export interface DashboardPage {
  readonly html: string;
  readonly scriptHash: string;
  readonly styleHash: string;
  /** Of the whole page. */
  readonly hash: string;
}

export function dashboardPage(): DashboardPage {
  const { outputFiles, metafile } = buildSync({
    entryPoints: [join(FOLDER, "main.tsx")],
    absWorkingDir: FOLDER,
    outdir: "page",
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    format: "esm",
    target: TARGET,
    charset: "utf8",
    legalComments: "inline",
    logLevel: "warning",
  });
  const textOf = (extension: string): string =>
    outputFiles.find(({ path }) => path.endsWith(extension))?.text.trim() ?? "";
  const [script, style] = [textOf(".js"), textOf(".css")];
  // Rules of dashes are no words of a licence, and might end the comment.
  const licences = thirdPartyLicenses(metafile, FOLDER).replaceAll(/--+/g, "");
  const html = readFileSync(join(FOLDER, "page.html"), "utf8")
    .replaceAll(/\n\s*/g, "\n")
    .replace(/<style>[^<]*/, () => `<style>${style}`)
    .replace(/(<script[^>]*>)[^<]*/, (_, tag) => `${String(tag)}${script}`)
    .replace("<!-- licences -->", () => `<!--\n${licences}-->`);
  return {
    html,
    scriptHash: hashOf(script),
    styleHash: hashOf(style),
    hash: hashOf(html),
  };
}
