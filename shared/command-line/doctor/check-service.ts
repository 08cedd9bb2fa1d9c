/** Whether the service is there, whether the clocks agree, and whether both are of one version. */
import { formatDuration } from "../duration.ts";
import { fail, type Finding, ok, warn } from "./finding.ts";

/** An answer of the service, or why there is none. */
export type Probe =
  | {
      readonly status: number;
      readonly body: unknown;
      /** What the clock of whoever answered said. */
      readonly date?: Date;
      readonly sentAt: Date;
      readonly receivedAt: Date;
    }
  | { readonly lost: string };

export type Answered = Exclude<Probe, { readonly lost: string }>;

const SLOW_MS = 3_000;
/** The header tells whole seconds. */
const DATE_RESOLUTION_MS = 1_000;
const SKEW_TO_TELL_MS = 5_000;
/** From here on AWS refuses signatures. */
const SKEW_TO_FAIL_MS = 300_000;

export function checkReachability(
  baseUrl: string,
  health: Probe,
): readonly Finding[] {
  const check = "service";
  if ("lost" in health)
    return [
      fail(
        check,
        `nobody answers at ${baseUrl}: ${health.lost}`,
        "Start it (`npm start` on one machine), or correct the URL.",
      ),
    ];
  const { status, body } = health;
  const said = statusIn(body);
  if (said === undefined || (status !== 200 && status !== 503))
    return [
      fail(
        check,
        `what answers ${status} at ${baseUrl} is not this service`,
        "Correct the URL; it mostly ends in /api/ccsp.",
      ),
    ];
  const tookMs = health.receivedAt.getTime() - health.sentAt.getTime();
  const found = `${said} at ${baseUrl}, answered in ${tookMs} ms`;
  if (said === "down")
    return [fail(check, found, "See the checks below for what is down.")];
  if (tookMs > SLOW_MS)
    return [warn(check, found, "Look at the network and the service's load.")];
  return [
    said === "ok"
      ? ok(check, found)
      : warn(check, found, "See the checks below for what holds work up."),
  ];
}

function statusIn(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const status: unknown = Reflect.get(body, "status");
  return typeof status === "string" ? status : undefined;
}

/** Between sending and receiving its clock said a second: how far outside is that? */
export function checkClock({
  date,
  sentAt,
  receivedAt,
}: Pick<Answered, "date" | "sentAt" | "receivedAt">): readonly Finding[] {
  if (!date) return [];
  const behindMs = sentAt.getTime() - (date.getTime() + DATE_RESOLUTION_MS);
  const aheadMs = date.getTime() - receivedAt.getTime();
  const skewMs = Math.max(0, behindMs, aheadMs);
  if (skewMs < SKEW_TO_TELL_MS)
    return [ok("clock", "agrees with the service's")];
  const way = behindMs > aheadMs ? "ahead of" : "behind";
  const say = skewMs < SKEW_TO_FAIL_MS ? warn : fail;
  return [
    say(
      "clock",
      `this machine's is ${formatDuration(skewMs)} ${way} the service's`,
      "Set it, for example by NTP: times you type and see are wrong by as much.",
    ),
  ];
}

/** The API that this program speaks. */
const API_VERSION = "1";

/**
 * @param own the program's
 * @param api that of the service's API; `undefined` when it does not say
 */
export function checkVersion(own: string, api: string | undefined): Finding {
  if (api === undefined)
    return ok("version", `${own}; the service does not tell its own`);
  const [major] = api.split(".");
  return major === API_VERSION
    ? ok("version", `${own}, for version ${API_VERSION} of the API`)
    : warn(
        "version",
        `${own} speaks version ${API_VERSION} of the API, the service ${api}`,
        "Use the command line of the service's version: they may not understand each other.",
      );
}
