/**
 * The child program that holds both emulators: `emulators.ts <state dir> <SQS port> <DynamoDB port>`.
 *
 * Without its parent it stays until its clients are gone, so that the executor, which lost its
 * parent at the same moment, can still give its tasks back.
 */
import { holdEmulators } from "./await-former-end.ts";
import { countConnections } from "./connections.ts";
import { endWithParent } from "./end-with-parent.ts";
import { removeLocalFile } from "./local-file.ts";
import { startEmulators } from "./run-emulators.ts";

/** A little more than the executor takes to end. */
const OUTLIVES_CLIENTS_MS = 12_000;
const STOPS_WITHIN_MS = 2_000;

const [stateDir = ".ccsp", sqsPort, dynamodbPort] = process.argv.slice(2);
const release = holdEmulators(stateDir);
if (release === undefined)
  throw new Error(`other emulators still run on ${stateDir}`);
const connections = countConnections();

const emulators = await startEmulators({
  stateDir,
  sqsPort: Number(sqsPort ?? 0),
  dynamodbPort: Number(dynamodbPort ?? 0),
});

const end = async (): Promise<void> => {
  setTimeout(() => process.exit(0), STOPS_WITHIN_MS).unref();
  await emulators.stop();
  release();
  process.exit(0);
};

/** Nobody else is left to say that the service no longer answers. */
const endAsLast = async (): Promise<void> => {
  removeLocalFile(stateDir);
  await connections.wereGoneWithin(OUTLIVES_CLIENTS_MS);
  await end();
};

endWithParent((reason) => void (reason === "orphaned" ? endAsLast() : end()));

process.send?.({ type: "ready" });
