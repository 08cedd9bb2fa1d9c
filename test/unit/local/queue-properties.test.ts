import { describe, expect, it } from "vitest";
import {
  queueAttributes,
  queueName,
} from "../../../infra/local/queue-properties.ts";

const known = {
  ref: { Dead: "http://queue/dead" },
  arn: { Dead: "arn:aws:sqs:us-east-1:000000000000:dead" },
};
const queue = (properties: Record<string, unknown>) => ({
  type: "AWS::SQS::Queue",
  properties,
});

describe("queueAttributes", () => {
  it("prints numbers, and policies as JSON with their references resolved", () => {
    const attributes = queueAttributes(
      "Work",
      queue({
        QueueName: "work",
        VisibilityTimeout: 30,
        RedrivePolicy: {
          deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] },
          maxReceiveCount: 1000,
        },
        Tags: [{ Key: "service", Value: "ccsp" }],
      }),
      known,
    );
    expect(attributes).toEqual({
      VisibilityTimeout: "30",
      RedrivePolicy: `{"deadLetterTargetArn":"${known.arn.Dead}","maxReceiveCount":1000}`,
    });
  });

  it("refuses a property that it does not know, rather than create another queue than AWS would", () => {
    expect(() =>
      queueAttributes("Work", queue({ FifoQueue: true }), known),
    ).toThrow("queue Work: the local stack does not know FifoQueue");
  });

  it("refuses a reference to nothing", () => {
    const policy = { "Fn::GetAtt": ["Gone", "Arn"] };
    expect(() =>
      queueAttributes("Work", queue({ RedrivePolicy: policy }), known),
    ).toThrow("Gone.Arn refers to nothing on the local stack");
  });

  it("wants the queue's name", () => {
    expect(() => queueName("Work", queue({}))).toThrow(
      "queue Work needs a QueueName",
    );
  });
});
