/** Worlds whose way to the emulators leads through fault proxies, for the tests of one file. */
import { afterAll, beforeAll } from "vitest";
import {
  type Emulators,
  startEmulators,
} from "../../../infra/local/run-emulators.ts";
import {
  type Fault,
  type FaultProxy,
  startFaultProxy,
} from "../../crash/fault-proxy.ts";
import { createWorld, type World } from "./world.ts";

export interface FaultyWorld extends World {
  /**
   * Sets a fault for this world's calls of one action of DynamoDB or SQS, or of `every action`;
   * what it returns ends it.
   */
  spoil(action: string, fault: Fault): () => void;
}

/** To be called once in a file; gives the way to make a world, by the name of its stage. */
export function faultyWorldsOfThisFile(): (
  stage: string,
) => Promise<FaultyWorld> {
  let emulators: Emulators;
  let proxies: readonly FaultProxy[] = [];
  const worlds: World[] = [];
  /** Which faults were met, by name: one that nobody met proves nothing. */
  const met = new Map<string, boolean>();
  beforeAll(async () => {
    emulators = await startEmulators();
    const { sqsEndpoint, dynamodbEndpoint } = emulators;
    proxies = await Promise.all(
      [sqsEndpoint, dynamodbEndpoint].map(startFaultProxy),
    );
  });
  afterAll(async () => {
    await Promise.all(worlds.map((world) => world.end()));
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await emulators.stop();
    const unmet = [...met].filter(([, isMet]) => !isMet);
    if (unmet.length > 0) throw new Error(`nobody met ${unmet.join(", ")}`);
  });
  return async (stage) => {
    const [sqs, dynamodb] = proxies;
    const world = await createWorld(
      {
        ...emulators,
        sqsEndpoint: sqs?.endpoint ?? "",
        dynamodbEndpoint: dynamodb?.endpoint ?? "",
      },
      stage,
    );
    worlds.push(world);
    return { ...world, spoil: (action, fault) => spoil(action, fault) };

    function spoil(action: string, fault: Fault): () => void {
      const name = `${action} in ${stage}`;
      met.set(name, false);
      const ends = proxies.map((proxy) =>
        proxy.set((call, pass) => {
          const isOurs =
            call.body.includes(`ccsp-${stage}-`) &&
            ["every action", call.action].includes(action);
          if (!isOurs) return pass();
          met.set(name, true);
          return fault(call, pass);
        }),
      );
      return () => ends.forEach((end) => end());
    }
  };
}
