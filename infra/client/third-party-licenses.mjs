/** The licences of the packages that a bundle has taken in, as one text to go with it: each wants its own words kept. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const TEXT = /^(?:licen[cs]e|copying|notice)(?:[.-][\w.-]*)?$/i;
const RULE = `\n\n${"-".repeat(79)}\n\n`;

/**
 * @param metafile of esbuild, whose paths begin at `root`
 * @throws when a package has no text: then somebody has to find it
 */
export function thirdPartyLicenses(metafile, root) {
  const texts = foldersIn(metafile).map((folder) =>
    licenseOf(join(root, folder)),
  );
  const intro = `This holds code of these ${texts.length} packages. Their licences:`;
  return `${[intro, ...texts].join(RULE)}\n`;
}

/** Of what was left of it, not of what was looked at. */
function foldersIn({ outputs }) {
  const inputs = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  const folders = inputs.flatMap(([path]) => PACKAGE.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const files = readdirSync(folder)
    .filter((file) => TEXT.test(file))
    .sort();
  if (files.length === 0)
    throw new Error(
      `${name} is bundled and has no licence text in ${folder}: it cannot be handed on`,
    );
  const texts = files.map((file) =>
    readFileSync(join(folder, file), "utf8").trim(),
  );
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}
