/** Writes the generated parts of the documents anew: `npm run docs:write`. */
import { writeFileSync } from "node:fs";
import { documents } from "./generated.ts";

for (const { file, wanted } of await documents()) writeFileSync(file, wanted);
