/** The receivers that docs/callbacks.md shows take what is really sent, and nothing else. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { choosePorts } from "../../infra/local/choose-ports.ts";
import { standardWebhooksSender } from "../../shared/adapters/standard-webhooks/callback-sender.ts";
import { codeBlocks } from "../docs/code-blocks.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER = "whsec_plJ3nmyCDGBKInavdOK15jslMfKQ9r8G";
const PATIENCE = { timeout: 90_000, interval: 50 };
const MINUTE_MS = 60_000;

const RUNS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  ts: [process.execPath, "--input-type=module-typescript", "--eval"],
  python: ["python3", "-c"],
};

let receiver: ChildProcessWithoutNullStreams;
afterEach(async () => {
  const exited = once(receiver, "exit");
  receiver.kill("SIGKILL");
  await exited;
});

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
      .on("connect", () => {
        socket.destroy();
        resolve(true);
      })
      .on("error", () => {
        resolve(false);
      });
  });

describe("the receiver that is shown", () => {
  it.each(Object.entries(RUNS))(
    "in %s takes a notice once and nothing that is not ours",
    { timeout: 240_000 },
    async (language, [program, ...args]) => {
      const [block, ...more] = codeBlocks("docs/callbacks.md").filter(
        (each) => each.language === language,
      );
      expect(more).toEqual([]);
      const [port = 0] = await choosePorts(1);
      receiver = spawn(program, [...args, block!.text], {
        env: {
          ...process.env,
          PORT: String(port),
          CCSP_WEBHOOK_SECRET: SECRET,
        },
      });
      let said = "";
      receiver.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      await vi.waitFor(
        async () => expect(await isListening(port)).toBe(true),
        PATIENCE,
      );

      const post = (secret: string, agoMs: number, id = "msg_1") =>
        standardWebhooksSender({
          signing: async () => ({ secrets: [secret] }),
          allowsPrivate: async () => true,
          now: () => new Date(Date.now() - agoMs),
        }).post({
          url: `http://127.0.0.1:${port}/`,
          id,
          body: '{"type":"task.finished"}',
        });
      const answered = (status: number) => ({ kind: "answered", status });
      expect(await post(OTHER, 0)).toEqual(answered(401));
      expect(await post(SECRET, 6 * MINUTE_MS)).toEqual(answered(401));
      expect(await post(SECRET, 0)).toEqual(answered(204));
      expect(await post(SECRET, 0)).toEqual(answered(204));
      expect(await post(SECRET, 0, "msg_2")).toEqual(answered(204));
      await vi.waitFor(
        () => expect(said.trim().split("\n")).toHaveLength(2),
        PATIENCE,
      );
    },
  );
});
