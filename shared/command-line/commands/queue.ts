/** `ccsp queue`: what waits and runs, what holds it up, who works on it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { QueueStatus } from "../answers.ts";
import type { Program } from "../base-program.ts";
import type { Deps } from "../deps.ts";
import { examples } from "../examples.ts";
import { parsed } from "../parsed.ts";
import { parseDurationWithin } from "../moment.ts";
import { showQueueStatus } from "../tables/queue-status.ts";

const EVERY = { min: 500, max: 3_600_000 };
const EVERY_MS = 2_000;
/** To the upper left, and everything below is wiped away. */
const CLEAR_SCREEN = "\u001b[H\u001b[J";

export function addQueue(program: Program, deps: Deps): void {
  program
    .command("queue")
    .summary("show what waits and runs, and what holds it up")
    .description(
      "Shows how many tasks of each class wait and run, which gates are closed and why, and the executors.",
    )
    .option("-w, --watch", "show it again and again, until Ctrl-C")
    .option(
      "--every <duration>",
      "how often with --watch (2s)",
      parsed((text) => parseDurationWithin(text, EVERY)),
    )
    .addHelpText(
      "after",
      examples([
        ["ccsp queue", "once"],
        ["ccsp queue --watch --every 5s", "like top, every 5 seconds"],
        ["ccsp queue --json | jq .classes.normal.waiting", "one number"],
      ]),
    )
    .action(async ({ watch, every = EVERY_MS }) => {
      const connection = await deps.connect({ as: "operator" });
      const read = () =>
        connection.request<QueueStatus>("GET", "/queue/status");
      for (;;) {
        const status = await read();
        if (watch !== true) {
          deps.out.show(showQueueStatus(status, new Date()));
          return;
        }
        if (deps.out.json) deps.out.event({ data: status, text: "" });
        else {
          deps.out.raw(deps.out.isTerminal ? CLEAR_SCREEN : "");
          deps.out.show(showQueueStatus(status, new Date()));
        }
        await sleep(every, undefined, { signal: deps.signal });
      }
    });
}
