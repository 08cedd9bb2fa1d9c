/** Worlds on the same emulators, for the tests of one file; all is ended after the last one. */
import { afterAll, beforeAll } from "vitest";
import {
  startTestEmulators,
  type TestEmulators,
} from "../../builders/emulators.ts";
import { triesOfThisFile } from "./tries.ts";
import { createWorld, type World } from "./world.ts";

type Settings = Readonly<Record<string, string>>;

/** To be called once in a file; gives the way to make a world, by a name of which its stage is made. */
export function worldsOfThisFile(): (
  name: string,
  settings?: Settings | ((stage: string) => Settings),
) => Promise<World> {
  let emulators: TestEmulators;
  const tries = triesOfThisFile();
  beforeAll(async () => {
    emulators = await startTestEmulators();
  });
  afterAll(async () => {
    await tries.endAll();
    await emulators.stop();
  });
  return (name, settings) =>
    tries.make(name, (tried) => {
      const stage = emulators.stage(tried);
      return createWorld(
        emulators,
        stage,
        typeof settings === "function" ? settings(stage) : settings,
      );
    });
}
