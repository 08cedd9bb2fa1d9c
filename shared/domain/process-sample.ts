/** What a process takes of its machine, and the sum over several. */

export interface ProcessSample {
  /** Bytes, as Node counts them. */
  readonly memory: {
    readonly rss: number;
    readonly heapTotal: number;
    readonly heapUsed: number;
    readonly external: number;
    readonly arrayBuffers: number;
  };
  /** Processor cores in use since the last sample: 1 is one core, all the time. */
  readonly cpuCores: number;
  /** Open connections to other services. */
  readonly connections: number;
  readonly uptimeMs: number;
}

/** `undefined` of none: nothing is known. */
export const sumSamples = (
  samples: readonly ProcessSample[],
): ProcessSample | undefined =>
  samples.length === 0 ? undefined : samples.reduce(add);

const add = (one: ProcessSample, other: ProcessSample): ProcessSample => ({
  memory: {
    rss: one.memory.rss + other.memory.rss,
    heapTotal: one.memory.heapTotal + other.memory.heapTotal,
    heapUsed: one.memory.heapUsed + other.memory.heapUsed,
    external: one.memory.external + other.memory.external,
    arrayBuffers: one.memory.arrayBuffers + other.memory.arrayBuffers,
  },
  cpuCores: one.cpuCores + other.cpuCores,
  connections: one.connections + other.connections,
  uptimeMs: one.uptimeMs + other.uptimeMs,
});
