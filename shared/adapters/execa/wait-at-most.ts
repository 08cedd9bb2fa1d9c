/** Waits for `event`, but no longer than `ms` milliseconds; leaves no timer behind. */
export async function waitAtMost(
  ms: number,
  event: Promise<unknown>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([event, timeUp]).finally(() => clearTimeout(timer));
}
