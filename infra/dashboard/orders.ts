/** What an operator may order here, and what is asked before. */
import type { Gate, GateName } from "./answers.ts";
import { GATE_LABELS } from "./gate-labels.ts";

export interface Order {
  readonly title: string;
  readonly effect: string;
  /** What its button says. */
  readonly verb: string;
  readonly path: string;
  readonly body?: object;
  /** It may end by itself. */
  readonly canEnd?: boolean;
  readonly isGrave?: boolean;
  readonly done: string;
}

const PAUSE: Order = {
  title: "Pause the queue?",
  effect: "Tasks are still accepted, and wait. What runs goes on.",
  verb: "Pause",
  path: "queue/pause",
  canEnd: true,
  done: "The queue is paused.",
};

const STOP: Order = {
  title: "Stop everything?",
  effect:
    "Every run is ended within seconds and queued again; new tasks are refused until the stop is lifted.",
  verb: "Stop all",
  path: "control/emergency-stop",
  isGrave: true,
  done: "The service is stopped.",
};

const LIFT: Order = {
  title: "Lift the emergency stop?",
  effect: "Tasks are accepted again, and what waits is worked on.",
  verb: "Lift the stop",
  path: "control/clear",
  done: "The stop is lifted.",
};

export const SAY_RESTORED: Order = {
  title: "Does the login work again?",
  effect: "It is tried once; when it works, what waits goes on.",
  verb: "Try the login",
  path: "session/restored",
  done: "The login is tried.",
};

const EFFECTS = {
  paused: "What waits is worked on again.",
  session: "Tasks start although the login is said to be lost.",
  limit: "Tasks start although the account is said to be at its limit.",
  load: "All classes are worked on, although the account is nearly used up.",
} as const;

const open = (gate: keyof typeof EFFECTS): Order => ({
  title:
    gate === "paused"
      ? "Resume the queue?"
      : `Overrule “${GATE_LABELS[gate]}”?`,
  effect: EFFECTS[gate],
  verb: gate === "paused" ? "Resume" : "Overrule",
  path: "queue/resume",
  body: { gate },
  done: `The gate “${GATE_LABELS[gate]}” is open.`,
});

/** `undefined`: nobody closes such a gate by hand. */
export function orderFor(name: GateName, { closed }: Gate): Order | undefined {
  if (name === "emergency") return closed ? LIFT : STOP;
  if (closed) return open(name);
  return name === "paused" ? PAUSE : undefined;
}
