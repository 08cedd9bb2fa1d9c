/** How much has to wait for the sake of a usage window, by the share of it that is used. */
import type { LoadManagement } from "../settings.ts";
import type { QueueClass } from "../task.ts";

/** From the one that holds nothing to the one that holds most. */
export const LOAD_LEVELS = ["none", "low", "normal", "all-but-urgent"] as const;
export type LoadLevel = (typeof LOAD_LEVELS)[number];

/** What waits at each level. What is urgent never does. */
export const HELD_CLASSES: Readonly<Record<LoadLevel, readonly QueueClass[]>> =
  {
    none: [],
    low: ["low"],
    normal: ["normal", "scheduled", "low"],
    "all-but-urgent": ["high", "normal", "scheduled", "low"],
  };

/** Runs that end together tell their shares in any order: a level is left only so far below it. */
const EASE = 0.02;

export function loadLevel(share: number, rules: LoadManagement): LoadLevel {
  const { enabled, lowAt, normalAt, allButUrgentAt } = rules;
  if (!enabled || share < lowAt) return "none";
  if (share < normalAt) return "low";
  return share < allButUrgentAt ? "normal" : "all-but-urgent";
}

/** The level after `before`: raised at once, lowered when the share is clearly below. */
export function nextLevel(
  before: LoadLevel,
  share: number,
  rules: LoadManagement,
): LoadLevel {
  const level = loadLevel(share, rules);
  const eased = loadLevel(share + EASE, rules);
  return stronger(level, weaker(before, eased));
}

const stronger = (one: LoadLevel, other: LoadLevel): LoadLevel =>
  rank(one) >= rank(other) ? one : other;

const weaker = (one: LoadLevel, other: LoadLevel): LoadLevel =>
  rank(one) <= rank(other) ? one : other;

export const rank = (level: LoadLevel): number => LOAD_LEVELS.indexOf(level);
