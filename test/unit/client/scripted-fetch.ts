/** A `fetch` that answers what it is told to, for tests that move the clock by hand. */
import type { Reply } from "./scripted-service.ts";

export type FetchStep = Reply | "refused" | "hang";

export interface ScriptedFetch {
  readonly fetch: typeof fetch;
  /** When each request came, in milliseconds since the first. */
  times(): readonly number[];
  readonly paths: readonly string[];
}

/** The last step stands for all that follow. */
export function scriptedFetch(...script: readonly FetchStep[]): ScriptedFetch {
  const at: number[] = [];
  const paths: string[] = [];
  const step = (): FetchStep => script[Math.min(at.length, script.length) - 1]!;
  return {
    paths,
    times: () => at.map((time) => time - at[0]!),
    fetch: (url, init) => {
      at.push(performance.now());
      paths.push(textOf(url).replace(/^.*\/api\/ccsp/, ""));
      const next = step();
      if (next === "refused")
        return Promise.reject(
          new TypeError("fetch failed", {
            cause: Object.assign(new Error("connect ECONNREFUSED"), {
              code: "ECONNREFUSED",
            }),
          }),
        );
      if (next === "hang")
        return new Promise((_resolve, reject) => {
          const signal = init?.signal;
          signal?.addEventListener("abort", () => {
            reject(signal.reason as Error);
          });
        });
      const { status, body, headers } = next;
      return Promise.resolve(
        new Response(JSON.stringify(body), { status, headers: { ...headers } }),
      );
    },
  };
}

/** What the client passes. */
export const textOf = (url: Parameters<typeof fetch>[0]): string =>
  typeof url === "string" ? url : "(no text)";
