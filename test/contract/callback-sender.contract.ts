import { describe, expect, it } from "vitest";
import type {
  CallbackMessage,
  CallbackSender,
} from "../../shared/ports/callback-sender.ts";

export interface Receiving {
  readonly sender: CallbackSender;
  /** Where the next post is answered like that; `down`: where nobody is. */
  readonly answering: (
    status: number | "down" | "forbidden",
  ) => Promise<string>;
  /** What has arrived, without its URL, the oldest first. */
  readonly arrived: () => readonly Omit<CallbackMessage, "url">[];
}

/** What every implementation of the port promises. */
export function callbackSenderContract(
  name: string,
  receiving: () => Receiving,
): void {
  const message = { id: "msg_1", body: '{"type":"task.finished"}' };

  describe(`${name} is a CallbackSender`, () => {
    it.each([200, 204, 302, 410, 500])(
      "that tells of the answer %i",
      async (status) => {
        const { sender, answering } = receiving();
        const url = await answering(status);
        expect(await sender.post({ ...message, url })).toEqual({
          kind: "answered",
          status,
        });
      },
    );

    it("that brings id and body as they are", async () => {
      const { sender, answering, arrived } = receiving();
      const url = await answering(200);
      await sender.post({ ...message, body: '{"ä":"\\n €"}', url });
      expect(arrived().at(-1)).toEqual({ ...message, body: '{"ä":"\\n €"}' });
    });

    it.each([
      ["nobody answers", "down", "unreachable"],
      ["nothing may be posted there", "forbidden", "forbidden"],
    ] as const)("that tells when %s", async (_, how, kind) => {
      const { sender, answering } = receiving();
      const url = await answering(how);
      expect(await sender.post({ ...message, url })).toEqual({
        kind,
        problem: expect.stringMatching(/./),
      });
    });
  });
}
