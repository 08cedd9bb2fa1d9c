/** What the service itself posts, to the `callbackUrl` of a task that is finished. */
import { STATUSES } from "../../../shared/domain/task.ts";

const ID = "6f1c2b1e-8d0a-4a57-9f0c-0c8f6f3b2a11";

const header = (name: string, description: string, example: string) => ({
  name,
  in: "header",
  required: true,
  description,
  schema: { type: "string" },
  example,
});

const FINISHED = STATUSES.slice(STATUSES.indexOf("succeeded"));

export const webhooks = (): object => ({
  taskFinished: {
    post: {
      operationId: "taskFinished",
      tags: ["tasks"],
      summary: "Tell that a task is finished: its result is to be fetched.",
      description:
        "Signed as https://www.standardwebhooks.com says, and tried again until it is taken.",
      security: [],
      parameters: [
        header("webhook-id", "The same in every try.", `msg_${ID}_3`),
        header("webhook-timestamp", "Seconds since 1970.", "1896091200"),
        header(
          "webhook-signature",
          "HMAC-SHA256 of id, timestamp and body, by the secret of callbacks.",
          "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
        ),
      ],
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: BODY,
            example: {
              type: "task.finished",
              timestamp: "2030-01-31T12:00:42.250Z",
              data: { taskId: ID, status: "succeeded" },
            },
          },
        },
      },
      responses: {
        "2XX": { description: "It is taken." },
        "410": { description: "Nothing more is wanted: it is given up." },
        default: { description: "It is tried again, ten times in all." },
      },
    },
  },
});

const BODY = {
  type: "object",
  required: ["type", "timestamp", "data"],
  additionalProperties: false,
  properties: {
    type: { const: "task.finished" },
    timestamp: { type: "string", format: "date-time" },
    data: {
      type: "object",
      required: ["taskId", "status"],
      additionalProperties: false,
      properties: {
        taskId: { type: "string", format: "uuid" },
        status: { enum: FINISHED },
      },
    },
  },
} as const;
