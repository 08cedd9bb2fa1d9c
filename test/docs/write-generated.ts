/** Writes the generated parts of the documents, and the files made from the code, anew: `npm run docs:write`. */
import { writeFileSync } from "node:fs";
import { documents } from "./generated.ts";
import { writtenFiles } from "./written-files.ts";

for (const { file, wanted } of await documents()) writeFileSync(file, wanted);
for (const { file, wanted } of await writtenFiles())
  writeFileSync(file, wanted);
