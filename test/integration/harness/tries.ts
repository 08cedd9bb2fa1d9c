/** A test that is tried again finds nothing of its first try: neither its queues and tables nor its executors. */
import type { World } from "./world.ts";

export interface Tries {
  /** @param name the same in each try of a test, and no other test's */
  make<W extends World>(
    name: string,
    create: (stage: string) => Promise<W>,
  ): Promise<W>;
  endAll(): Promise<void>;
}

export function triesOfThisFile(): Tries {
  const latest = new Map<string, World>();
  const counts = new Map<string, number>();
  return {
    async make(name, create) {
      await latest.get(name)?.end();
      latest.delete(name);
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      // Before the name, so that no stage's name begins with another's.
      const world = await create(count === 1 ? name : `try${count}-${name}`);
      latest.set(name, world);
      return world;
    },
    async endAll() {
      await Promise.all([...latest.values()].map((world) => world.end()));
    },
  };
}
