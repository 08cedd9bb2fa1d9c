/** One look at the service that reports whatever comes: a doctor wants refusals as much as answers. */
import type { Probe } from "./check-service.ts";

const WITHIN_MS = 10_000;

/** @param place its base URL, and the token if one is to be shown */
export async function probe(
  place: { readonly baseUrl: string; readonly token?: string },
  path: string,
  signal: AbortSignal,
): Promise<Probe> {
  const sentAt = new Date();
  try {
    const response = await fetch(place.baseUrl + path, {
      headers: {
        accept: "application/json, application/problem+json",
        ...(place.token !== undefined && {
          authorization: `Bearer ${place.token}`,
        }),
      },
      redirect: "manual",
      signal: withTimeout(signal),
    });
    const receivedAt = new Date();
    const date = readDate(response.headers.get("date"));
    return {
      status: response.status,
      body: parse(await response.text()),
      sentAt,
      receivedAt,
      ...(date && { date }),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { lost: wordsOf(error) };
  }
}

const withTimeout = (signal: AbortSignal): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]);

function readDate(text: string | null): Date | undefined {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undici says `fetch failed`, and keeps what failed as its cause. */
const wordsOf = (error: unknown): string =>
  error instanceof Error
    ? error.cause === undefined
      ? error.message
      : wordsOf(error.cause)
    : String(error);
