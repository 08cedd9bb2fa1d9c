import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Answer, refuses, says } from "./messages-api-answers.ts";
import {
  readMessagesRequest,
  type MessagesRequest,
} from "./messages-api-request.ts";

/** What the API answers to whoever names its tag in a prompt, and what was asked. */
export interface Script {
  /** To be put into a prompt: by it the fake tells runs apart that go on at the same time. */
  readonly tag: string;
  /** What came with this tag so far. */
  readonly requests: readonly MessagesRequest[];
}

/** A Messages API on loopback that answers as it is told. */
export interface MessagesApi {
  readonly url: string;
  /** Plays the answers in their order; the last one is repeated. */
  script(...answers: readonly [Answer, ...Answer[]]): Script;
  /** What whoever names no tag is answered, such as a verification of the login. */
  untagged: Answer;
  /** `METHOD /path` of everything that was no request for a message. */
  readonly otherRequests: readonly string[];
  close(): Promise<void>;
}

interface Play extends Script {
  readonly requests: MessagesRequest[];
  readonly answers: readonly Answer[];
}

const TAG = /\btag-[0-9a-f]{12}\b/;
const NO_SUCH_PATH = refuses(404, "not_found_error", "Not found");

export async function messagesApi(): Promise<MessagesApi> {
  const plays = new Map<string, Play>();
  const otherRequests: string[] = [];

  const answer = async (
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const { method = "", url = "", headers } = incoming;
    const body = await text(incoming);
    const { pathname } = new URL(url, "http://fake");
    if (method !== "POST" || pathname !== "/v1/messages") {
      otherRequests.push(`${method} ${pathname}`);
      if (method === "HEAD") response.end();
      else await NO_SUCH_PATH(readMessagesRequest("{}", headers), response);
      return;
    }
    const request = readMessagesRequest(body, headers);
    const play = plays.get(TAG.exec(body)?.[0] ?? "");
    const index = play === undefined ? 0 : play.requests.push(request) - 1;
    const chosen = play?.answers[index] ?? play?.answers.at(-1) ?? api.untagged;
    await chosen(request, response);
  };

  const server = createServer((incoming, response) => {
    // Whoever asked may be ended in the middle, which is what some tests are about.
    answer(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const api: MessagesApi = {
    url: `http://127.0.0.1:${port}`,
    untagged: says("This is the fake Messages API."),
    otherRequests,
    script: (...answers) => {
      const tag = `tag-${randomBytes(6).toString("hex")}`;
      const play: Play = { tag, answers, requests: [] };
      plays.set(tag, play);
      return play;
    },
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return api;
}
