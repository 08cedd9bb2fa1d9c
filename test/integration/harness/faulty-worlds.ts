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
import { triesOfThisFile } from "./tries.ts";
import { createWorld, type World } from "./world.ts";

export interface FaultyWorld extends World {
  /**
   * Sets a fault for this world's calls of one action of DynamoDB or SQS, or of `every action`;
   * what it returns ends it.
   */
  spoil(action: string, fault: Fault): () => void;
}

interface Spoiled {
  readonly action: string;
  readonly stage: string;
  readonly fault: Fault;
}

/** To be called once in a file; gives the way to make a world, by a name of which its stage is made. */
export function faultyWorldsOfThisFile(): (
  name: string,
) => Promise<FaultyWorld> {
  let emulators: Emulators;
  let proxies: readonly FaultProxy[] = [];
  const tries = triesOfThisFile();
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
    const unmet = [...met].filter(([, isMet]) => !isMet);
    await tries.endAll();
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await emulators.stop();
    if (unmet.length > 0) throw new Error(`nobody met ${unmet.join(", ")}`);
  });
  return (name) => tries.make(name, aFaultyWorld);

  async function aFaultyWorld(stage: string): Promise<FaultyWorld> {
    const [sqs, dynamodb] = proxies;
    const world = await createWorld(
      {
        ...emulators,
        sqsEndpoint: sqs?.endpoint ?? "",
        dynamodbEndpoint: dynamodb?.endpoint ?? "",
      },
      stage,
    );
    const faults: string[] = [];
    return {
      ...world,
      spoil(action, fault) {
        faults.push(`${action} in ${stage}`);
        return spoil({ action, stage, fault });
      },
      async end() {
        await world.end();
        for (const each of faults) met.delete(each);
      },
    };
  }

  function spoil({ action, stage, fault }: Spoiled): () => void {
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
}
