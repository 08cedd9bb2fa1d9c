/** A call of the program before a service that answers by a script. */
import { vi } from "vitest";
import { run } from "../../../shared/command-line/run.ts";

export const SECRET = "S3CR3TS3CR3T";
const TOKEN = `ccsp_op1_${SECRET}`;

export interface Sent {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
}

/** The status and the body of the answer. */
export type Script = (sent: Sent) => readonly [number, unknown];

export interface CallOptions {
  readonly script?: Script;
  /** What somebody types at the terminal; absent: there is no terminal. */
  readonly typed?: string;
}

export interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly sent: readonly Sent[];
  /** Standard output as JSON. */
  readonly json: unknown;
}

const refuse: Script = ({ method, path }) => [
  404,
  { code: "route-not-found", detail: `There is no ${method} ${path}.` },
];

/** @param line as it is typed behind `ccsp`, without quotes */
export async function ccsp(
  line: string,
  { script = refuse, typed }: CallOptions = {},
): Promise<Ended> {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const { method = "GET", body } = init;
    const request = {
      method,
      path: url.replace("http://ccsp.test/api/ccsp", ""),
      body: typeof body === "string" ? (JSON.parse(body) as unknown) : body,
    };
    sent.push(request);
    const [status, answer] = script(request);
    return new Response(JSON.stringify(answer), { status });
  });
  const written = { stdout: "", stderr: "" };
  try {
    const exit = await run(line.split(" "), {
      environment: {
        url: "http://ccsp.test",
        token: TOKEN,
        stateDir: "/nowhere",
        configDir: "/nowhere",
        noColor: true,
      },
      directory: "/nowhere",
      signal: new AbortController().signal,
      stdout: { write: (text: string) => (written.stdout += text) },
      stderr: { write: (text: string) => (written.stderr += text) },
      stdin: {
        isTerminal: typed !== undefined,
        read: async () => typed ?? "",
        readLine: async () => typed ?? "",
      },
    });
    return {
      ...{ exit, ...written, sent },
      get json() {
        return JSON.parse(written.stdout) as unknown;
      },
    };
  } finally {
    vi.unstubAllGlobals();
  }
}
