/** Worlds on the same emulators, for the tests of one file; all is ended after the last one. */
import { afterAll, beforeAll } from "vitest";
import {
  startTestEmulators,
  type TestEmulators,
} from "../../builders/emulators.ts";
import { createWorld, type World } from "./world.ts";

/** To be called once in a file; gives the way to make a world, by the name of its stage. */
export function worldsOfThisFile(): (
  stage: string,
  settings?: Readonly<Record<string, string>>,
) => Promise<World> {
  let emulators: TestEmulators;
  const worlds: World[] = [];
  beforeAll(async () => {
    emulators = await startTestEmulators();
  });
  afterAll(async () => {
    await Promise.all(worlds.map((world) => world.end()));
    await emulators.stop();
  });
  return async (stage, settings) => {
    const world = await createWorld(
      emulators,
      emulators.stage(stage),
      settings,
    );
    worlds.push(world);
    return world;
  };
}
