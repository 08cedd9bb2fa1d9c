import { afterEach } from "vitest";

const said: string[] = [];

/** What a test expects to be said it collects itself; every other line or warning makes it red. */
const record = (source: string) => (chunk: unknown) => {
  const text = String(chunk).trimEnd();
  if (text !== "") said.push(`${source}: ${text}`);
  return true;
};

process.stdout.write = record("stdout");
process.stderr.write = record("stderr");
for (const method of ["debug", "log", "info", "warn", "error"] as const)
  console[method] = record(`console.${method}`);

afterEach(() => {
  const unexpected = said.splice(0);
  if (unexpected.length > 0)
    throw new Error(`Unexpected output:\n${unexpected.join("\n")}`);
});
