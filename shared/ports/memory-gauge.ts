/** How much memory is in use, of what this program and its children may have. */
export interface MemoryGauge {
  /** 0 to 1; `undefined` where nothing limits it, or where that cannot be found out. */
  usedShare(): Promise<number | undefined>;
}
