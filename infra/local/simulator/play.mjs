import { setTimeout as sleep } from "node:timers/promises";
import { answerOf } from "./answer.mjs";
import { readDirective } from "./directive.mjs";
import {
  answerEvents,
  initEvent,
  resultEvent,
  windowEvent,
} from "./events.mjs";
import { failureOf } from "./failures.mjs";
import { startForks } from "./forks.mjs";
import { playCapture } from "./play-capture.mjs";
import { writeAll } from "./write-all.mjs";

const HOUR_MS = 60 * 60 * 1000;
/** Longer than anybody waits: twelve hours. */
const FOR_EVER_MS = 12 * 60 * 60 * 1000;

/**
 * Plays one run: announces the session, takes its time, shows the outcome, and ends.
 *
 * @param {{ format: string, model: string }} call
 * @param {Buffer} input the prompt
 */
export async function play(call, input) {
  const sessionId = globalThis.crypto.randomUUID();
  const directive = readDirective(input.toString());
  const { outcome = "success", resetsInMs, forks = 0 } = directive;
  /** @param {object[]} events */
  const say = (events) =>
    writeAll(process.stdout, printed(events, call.format));
  listenForSignals(sessionId, directive, say);
  await startForks(forks);

  if (directive.capture !== undefined) {
    await sleep(directive.sleepMs ?? 0);
    return playCapture(directive.capture, resetsInMs, Date.now());
  }
  const failure = failureOf(outcome, sessionId, {
    resetsInMs,
    now: Date.now(),
  });
  if (failure?.init !== false) await say([initEvent(sessionId, call.model)]);
  await sleep(outcome === "timeout" ? FOR_EVER_MS : (directive.sleepMs ?? 0));
  if (outcome === "crashed") process.kill(process.pid, "SIGKILL");
  if (outcome === "interrupted") process.exit(143);

  if (failure === undefined) {
    const { refusedTools, utilization } = directive;
    const about = { inputBytes: input.length, refusedTools };
    if (utilization !== undefined)
      await say([
        windowEvent(utilization, Date.now() + (resetsInMs ?? HOUR_MS)),
      ]);
    await say(answerEvents(sessionId, answerOf(directive, input), about));
  } else {
    await say(failure.events);
    await writeAll(process.stderr, failure.stderr ? `${failure.stderr}\n` : "");
  }
  await sleep(directive.lingerMs ?? 0);
  process.exit(failure?.exitCode ?? 0);
}

/**
 * As the CLI does: SIGTERM ends it without a result, SIGINT with one and exit code 0.
 *
 * @param {string} sessionId
 * @param {import("./directive.mjs").Directive} directive
 * @param {(events: object[]) => Promise<void>} say
 */
function listenForSignals(sessionId, { ignoreSigterm = false }, say) {
  process.on("SIGTERM", () => {
    if (!ignoreSigterm) process.exit(143);
  });
  process.on("SIGHUP", () => process.exit(129));
  process.on("SIGINT", () => {
    const fields = {
      is_error: true,
      subtype: "error_during_execution",
      terminal_reason: "aborted_streaming",
      errors: ["Simulated: interrupted"],
    };
    void say([resultEvent(sessionId, fields)]).then(() => process.exit(0));
  });
}

/**
 * In the two simpler formats only the result is printed.
 *
 * @param {object[]} events
 * @param {string} format
 */
function printed(events, format) {
  const shown =
    format === "stream-json"
      ? events
      : events.filter((event) => "type" in event && event.type === "result");
  return shown
    .map((event) => {
      const isText = format === "text" && "result" in event;
      return `${isText ? event.result : JSON.stringify(event)}\n`;
    })
    .join("");
}
