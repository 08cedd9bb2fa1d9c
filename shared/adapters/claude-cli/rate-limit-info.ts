import type { UsageWindow } from "../../domain/outcome.ts";
import { type JsonRecord, toNumber, toRecord, toText } from "./json-fields.ts";
import { readResetsAt } from "./resets-at.ts";

/** What the CLI says about the account's usage windows. Times are as the CLI wrote them. */
export interface RateLimitInfo {
  readonly status?: string;
  readonly resetsAt?: unknown;
  /** The window is used up, and the account pays for more: nothing is refused for it. */
  readonly isUsingOverage: boolean;
  /** Each window by its name, as far as the CLI told them apart. */
  readonly windows: Readonly<Record<string, JsonRecord>>;
}

/** The `rate_limit_info` of an event or of an error's parameters; `undefined` when there is none. */
export function readRateLimitInfo(value: unknown): RateLimitInfo | undefined {
  const info = toRecord(value);
  const status = toText(info["status"]);
  if (status === undefined) return undefined;
  const { resetsAt } = info;
  return {
    status,
    ...(toNumber(resetsAt) === undefined ? {} : { resetsAt }),
    isUsingOverage: info["isUsingOverage"] === true,
    windows: windowsOf(info),
  };
}

/** A refusal that names its end is a used-up window; one that does not is only about the rate. */
export function isUsedUp(info: RateLimitInfo | undefined): boolean {
  if (info === undefined || info.isUsingOverage) return false;
  return info.status === "rejected" && info.resetsAt !== undefined;
}

/** The windows in our own terms. */
export function toUsageWindows(info: RateLimitInfo, now: Date): UsageWindow[] {
  return Object.entries(info.windows).map(([name, window]) => {
    const utilization = toNumber(window["utilization"]);
    const resetsAt = readResetsAt(window["resetsAt"], now);
    return {
      name,
      ...(utilization === undefined ? {} : { utilization }),
      ...(resetsAt === undefined ? {} : { resetsAt }),
    };
  });
}

/** Older versions, and some answers, speak of one window only: then the event itself is that window. */
function windowsOf(info: JsonRecord): RateLimitInfo["windows"] {
  const windows = Object.entries(toRecord(info["unifiedWindows"]));
  const name = toText(info["rateLimitType"]);
  if (windows.length === 0) return name === undefined ? {} : { [name]: info };
  return Object.fromEntries(
    windows.map(([key, window]) => [key, toRecord(window)]),
  );
}
