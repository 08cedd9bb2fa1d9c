/** One POST to addresses that were checked before, of whose answer only the status is of interest. */
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";

export interface Address {
  readonly address: string;
  readonly family: number;
}

export interface Post {
  readonly url: URL;
  /** The name is not asked for again: the second answer could be another one. */
  readonly addresses: readonly Address[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** A receiver that answers with more is cut off: only its status counts. */
const MAX_ANSWER_BYTES = 16_384;

/** Resolves to the status, also to that of a redirect, which nobody follows. */
export function postOnce(post: Post): Promise<number> {
  const { url, headers, body, signal } = post;
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      agent: false, // a connection of its own, that nobody else had and that is closed at the end
      lookup: pinnedTo(post.addresses),
      signal,
    })
      .on("response", (response) => {
        resolve(response.statusCode ?? 0);
        discard(response);
      })
      .on("error", reject)
      .on("close", () => {
        reject(new Error("the connection was closed without an answer"));
      })
      .end(body);
  });
}

const pinnedTo =
  (addresses: readonly Address[]): LookupFunction =>
  (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all === true || !first) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };

/** Reads a little, so that a polite receiver can end what it says. */
function discard(response: IncomingMessage): void {
  let bytes = 0;
  response
    .on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) response.destroy();
    })
    .on("error", () => {});
}
