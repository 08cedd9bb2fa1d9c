/**
 * The child program that serves the functions: `offline.ts <HTTP port> <Lambda port>` runs
 * `serverless offline start` in this process, so that it ends with its parent.
 */
import { createRequire } from "node:module";
import { endWithParent } from "./end-with-parent.ts";

/** serverless-offline gives requests in flight 5 s, then ends. */
const STOPS_WITHIN_MS = 7_000;
const REPEAT_MS = 100;

const [httpPort = "3001", lambdaPort = "3002"] = process.argv.slice(2);

process.argv.splice(
  2,
  Infinity,
  ...["offline", "start", "--stage", "local", "--host", "127.0.0.1"],
  ...["--httpPort", httpPort, "--lambdaPort", lambdaPort],
  ...["--useInProcess", "--noPrependStageInUrl", "--noSponsor"],
);

endWithParent(() => {
  setTimeout(() => process.exit(0), STOPS_WITHIN_MS).unref();
  // serverless-offline listens for this signal only once it is up; until then it would miss it
  setInterval(() => process.emit("SIGTERM"), REPEAT_MS).unref();
});

// Without the bundler: Node runs the sources as they are (infra/plugins.yml).
process.env["CCSP_PLUGINS"] = "start";

createRequire(import.meta.url)("serverless/bin/serverless.js");
