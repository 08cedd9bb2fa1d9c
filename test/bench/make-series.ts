/**
 * Makes the recorded series on which predictions are tested, from fixed seeds, and writes them to
 * test/fixtures/series: `node test/bench/make-series.ts`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  queueRecord,
  resourceRecord,
  seeds,
  windowRecord,
} from "./made-series.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/series");

function write(name: string, records: readonly object[]): void {
  const lines = records.map((record) => JSON.stringify(record));
  writeFileSync(join(FOLDER, `${name}.json`), `[\n${lines.join(",\n")}\n]\n`);
}

write("usage-windows", seeds(24).map(windowRecord));
write("queues", seeds(16).map(queueRecord));
write("resources", seeds(16).map(resourceRecord));
