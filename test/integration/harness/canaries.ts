/** Secrets planted where people put theirs, and all places in which none of them may turn up. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Long, with letters and digits, as keys are; searched for without the beginning. */
export const aCanary = (): string =>
  `canary-${randomBytes(16).toString("hex")}0a`;

/** What is kept of each place, by its name. */
export type Places = Readonly<Record<string, string>>;

/** Where each canary was found: `its name in a place`. */
export function sightings(
  canaries: Readonly<Record<string, string>>,
  places: Places,
): readonly string[] {
  return Object.entries(canaries).flatMap(([name, canary]) =>
    Object.entries(places)
      .filter(([, text]) => holds(text, canary.replace(/^canary-/, "")))
      .map(([place]) => `${name} in ${place}`),
  );
}

/** As it is, or as Base64 makes it, wherever it begins in a text that was encoded. */
function holds(text: string, canary: string): boolean {
  const encoded = ["", "x", "xx"].map((before) =>
    Buffer.from(before + canary)
      .toString("base64")
      .slice(4, -4),
  );
  return [canary, ...encoded].some((form) => text.includes(form));
}

/** The logs of all processes, with the metrics among their lines. */
export function logsOf(stateDir: string): Places {
  const folder = join(stateDir, "logs");
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file,
      readFileSync(join(folder, file), "utf8"),
    ]),
  );
}

/** The paths of everything that can be looked at as a whole. */
export function pagesOf(document: string): readonly string[] {
  const { paths } = JSON.parse(readFileSync(document, "utf8")) as {
    readonly paths: Readonly<Record<string, object>>;
  };
  return Object.entries(paths)
    .filter(([path, methods]) => "get" in methods && !path.includes("{"))
    .map(([path]) => path);
}
