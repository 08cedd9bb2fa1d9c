/** What every panel is given. */
import type { Order } from "./orders.ts";
import type { Readings } from "./poll.ts";

export interface View {
  readonly readings: Readings;
  readonly now: number;
  /** Absent: the token only looks. */
  readonly onOrder?: (order: Order) => void;
}
