/** A client of GitHub's REST API that waits for nobody longer than it was told, and prints nothing. */
import { Octokit } from "@octokit/rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";

export interface GitHubClientOptions {
  readonly token: string;
  /** Of a GitHub Enterprise Server, for example `https://github.example/api/v3`; else github.com's. */
  readonly apiUrl?: string | undefined;
  /** For one request, in milliseconds. */
  readonly timeoutMs?: number;
  /** Whether writes keep the distance that GitHub asks for; a server of a test needs none. */
  readonly isPaced?: boolean;
}

const TIMEOUT_MS = 5_000;

/** What another try would not mend, or would make worse; a limit's end is far away. */
const DO_NOT_RETRY = [400, 401, 403, 404, 410, 422, 429, 451];

const silent = (): void => undefined;

const Client = Octokit.plugin(retry, throttling);

export function gitHubClient(
  options: GitHubClientOptions,
): InstanceType<typeof Client> {
  const { token, apiUrl, timeoutMs = TIMEOUT_MS, isPaced = true } = options;
  const client = new Client({
    auth: token,
    userAgent: "ccsp",
    ...(apiUrl !== undefined && { baseUrl: apiUrl.replace(/\/+$/u, "") }),
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    },
    retry: { retries: 1, doNotRetry: DO_NOT_RETRY },
    throttle: {
      enabled: isPaced,
      // Whoever called has a back-off of its own, that outlives the process.
      onRateLimit: () => false,
      onSecondaryRateLimit: () => false,
    },
  });
  // The plugins count tries in this object, which all requests would share: each wait grew longer.
  // https://github.com/octokit/plugin-throttling.js/issues/442
  client.hook.before("request", (options) => {
    options.request = { ...options.request };
  });
  return client;
}
