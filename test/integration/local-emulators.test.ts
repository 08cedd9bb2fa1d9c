/** What the service relies on, and the emulators do only on disk, where `npm start` keeps them. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localSqsClient } from "../../infra/local/local-clients.ts";
import { createResources } from "../../infra/local/resources.ts";
import { startEmulators } from "../../infra/local/run-emulators.ts";
import { onABusyMachine } from "../builders/busy-machine.ts";

/** Longer than a second, the resolution of the header. */
const BUSY_MS = 4_000;

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "ccsp-emulators-"));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

interface Place {
  readonly sqs: SQSClient;
  readonly QueueUrl: string;
}

const onEmulators = async (use: (place: Place) => Promise<void>) => {
  const emulators = await startEmulators({ stateDir });
  const sqs = localSqsClient(emulators.sqsEndpoint);
  const { queueUrls } = await createResources(emulators);
  try {
    await use({ sqs, QueueUrl: queueUrls["NormalQueue"]! });
  } finally {
    sqs.destroy();
    await emulators.stop();
  }
};

const receive = async ({ sqs, QueueUrl }: Place) => {
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages?.[0];
};

describe("the emulators on disk", () => {
  it("give a message back at once, and keep it over a restart", async () => {
    await onEmulators(async ({ sqs, QueueUrl }) => {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
      for (let times = 0; times < 2; times += 1) {
        const ReceiptHandle = (await receive({ sqs, QueueUrl }))?.ReceiptHandle;
        await sqs.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl,
            ReceiptHandle,
            VisibilityTimeout: 0,
          }),
        );
      }
    });
    await onEmulators(async (place) => {
      expect((await receive(place))?.Body).toBe("m");
    });
  });

  it("end under a long poll, without a wait", async () => {
    const startedAt = performance.now();
    let poll: Promise<unknown> = Promise.resolve();
    await onEmulators(async ({ sqs, QueueUrl }) => {
      const command = new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds: 20,
      });
      poll = sqs.send(command).catch(() => {});
    });
    await poll;
    expect(performance.now() - startedAt).toBeLessThan(onABusyMachine(2_000));
  });

  it("tell the time as it is, though the process was busy", async () => {
    const emulators = await startEmulators();
    const block = () => {
      const until = Date.now() + BUSY_MS;
      while (Date.now() < until);
    };
    try {
      await fetch(emulators.dynamodbEndpoint);
      subscribe("http.server.request.start", block);
      const { headers } = await fetch(emulators.dynamodbEndpoint);
      const ageMs = Date.now() - Date.parse(headers.get("date") ?? "");
      expect(ageMs).toBeLessThan(BUSY_MS);
    } finally {
      unsubscribe("http.server.request.start", block);
      await emulators.stop();
    }
  });
});
