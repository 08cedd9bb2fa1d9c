/** What `GET /queue/status` answers. */
const OPEN = { closed: false };
const GATES = {
  emergency: OPEN,
  paused: OPEN,
  session: OPEN,
  limit: OPEN,
  load: OPEN,
};
/** Every gate is open but those that are told. */
export const queueStatus = (gates: object = {}) => ({
  classes: {
    urgent: { waiting: 0, delayed: 0, running: 0 },
    normal: { waiting: 3, delayed: 1, running: 2, oldestAgeMs: 61_000 },
    low: { waiting: 1, delayed: 0, running: 0, oldestAgeMs: 1_000 },
  },
  deadLetters: 4,
  gates: { ...GATES, ...gates },
  executors: [
    {
      id: "e1",
      slots: 2,
      running: 2,
      lastSeenAt: new Date().toISOString(),
      version: "0.1.0",
    },
  ],
  starvationBound: 16,
});
