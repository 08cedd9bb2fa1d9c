/** An SNS topic of a world, and what was published on it. */
import {
  CreateTopicCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import {
  type Endpoints,
  localSqsClient,
} from "../../../infra/local/local-clients.ts";

export interface Topic {
  /** The text of everything published so far, in no certain order. */
  published(): Promise<readonly string[]>;
  close(): void;
}

/** Of the topic that `createTopic` will make for this stage. */
export const topicArn = (stage: string): string =>
  `arn:aws:sns:us-east-1:000000000000:stops-${stage}`;

export async function createTopic(
  { sqsEndpoint }: Endpoints,
  stage: string,
): Promise<Topic> {
  const sqs = localSqsClient(sqsEndpoint);
  const { region, credentials } = sqs.config;
  const sns = new SNSClient({ endpoint: sqsEndpoint, region, credentials });
  const { QueueUrl } = await sqs.send(
    // What was received once does not come again while the test lasts.
    new CreateQueueCommand({
      QueueName: `notices-${stage}`,
      Attributes: { VisibilityTimeout: "3600" },
    }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  await sns.send(new CreateTopicCommand({ Name: `stops-${stage}` }));
  await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn(stage),
      Protocol: "sqs",
      Endpoint: Attributes?.QueueArn,
    }),
  );
  sns.destroy();

  const texts: string[] = [];
  return {
    async published() {
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            WaitTimeSeconds: 1,
          }),
        );
        if (Messages.length === 0) return texts;
        for (const { Body = "" } of Messages) {
          const { Message } = JSON.parse(Body) as { readonly Message: string };
          texts.push(Message);
        }
      }
    },
    close: () => {
      sqs.destroy();
    },
  };
}
