/**
 * Series on which predictions are tried, made from seeds. No real account, queue or machine is in
 * them: docs/predictions.md says by which processes they are made.
 */
type Dice = () => number;

const WINDOW_MINUTES = 300;
const WATCHED_MINUTES = 240;
const MAX_QUEUED = 200;

/** Numbers in [0, 1), the same for the same seed: https://prng.di.unimi.it/splitmix64.c in 32 bits. */
function dice(seed: number): Dice {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** What comes in a minute when so much comes on the average. */
function poisson(mean: number, random: Dice): number {
  let count = -1;
  for (let left = 1; left > Math.exp(-mean); left *= random()) count += 1;
  return count;
}

/** A rate that nobody governs goes up and down by itself. */
const drifted = (rate: number, random: Dice): number =>
  Math.max(0.1, rate * (0.95 + 0.1 * random()));

const minutes = <Value>(count: number, next: () => Value): readonly Value[] =>
  Array.from({ length: count }, next);

/**
 * One period of a five-hour window: runs at a rate that drifts, each taking a share that is spread
 * like the tokens of runs are. A run tells what is used in whole percents.
 */
export function windowRecord(seed: number) {
  const random = dice(seed);
  const share = 0.0005 + 0.0015 * random();
  let rate = 0.5 + 3 * random();
  let used = 0;
  const percents = minutes(WINDOW_MINUTES, () => {
    rate = drifted(rate, random);
    const runs = poisson(rate, random);
    for (let run = 0; run < runs; run += 1)
      used -= share * Math.log(1 - random());
    return runs > 0 ? Math.floor(used * 100) : null;
  });
  // `null`: no run told.
  return { seed, percents };
}

/** One class: tasks come at a rate that drifts, and go at one that does not. */
export function queueRecord(seed: number) {
  const random = dice(seed);
  const serviceRate = 1 + 5 * random();
  let rate = serviceRate * (0.6 + 0.9 * random());
  let waiting = Math.floor(40 * random());
  const points = minutes(WATCHED_MINUTES, () => {
    rate = drifted(rate, random);
    const came = waiting + poisson(rate, random);
    const ran = Math.min(came, poisson(serviceRate, random));
    waiting = Math.min(MAX_QUEUED, came - ran);
    return { waiting, ran };
  });
  return {
    seed,
    maxQueued: MAX_QUEUED,
    waiting: points.map((point) => point.waiting),
    runs: points.map(({ ran }) => ran),
  };
}

/** Executors that hold on to a little more memory each hour, breathe, and are replaced now and then. */
export function resourceRecord(seed: number) {
  const random = dice(seed);
  const base = 100 + 400 * random();
  const leakPerMinute = (40 * random()) / 60;
  let [grown, breath, load] = [0, 0, 0.1 + 1.5 * random()];
  const points = minutes(WATCHED_MINUTES, () => {
    grown = random() < 1 / 400 ? 0 : grown + leakPerMinute;
    breath = 0.9 * breath + 10 * (random() - 0.5);
    load = drifted(load, random);
    return {
      megabytes: Math.round(base + grown + breath),
      percent: Math.round(100 * load * (0.8 + 0.4 * random())),
    };
  });
  return {
    seed,
    megabytes: points.map(({ megabytes }) => megabytes),
    cpuPercents: points.map(({ percent }) => percent),
  };
}

export const seeds = (count: number, first = 1): readonly number[] =>
  Array.from({ length: count }, (_, at) => first + at);
