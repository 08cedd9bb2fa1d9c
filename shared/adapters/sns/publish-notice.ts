/** Notices on an SNS topic, which carries them on by mail, chat or pager. */
import {
  PublishCommand,
  SNSClient,
  type SNSClientConfig,
} from "@aws-sdk/client-sns";
import { NoticeError, type PublishNotice } from "../../ports/notices.ts";

const LIMITS = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
  },
};
/** What SNS takes as a subject: ASCII, of one line. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const MAX_SUBJECT_CHARACTERS = 100;

/** @param settings what does not come from the SDK's own variables (region, credentials, endpoint) */
export function snsPublishNotice(
  topicArn: string,
  settings: SNSClientConfig = {},
): PublishNotice {
  const client = new SNSClient({ ...LIMITS, ...settings });
  return async ({ subject, text }) => {
    const command = new PublishCommand({
      TopicArn: topicArn,
      Subject: subject
        .replace(/[^\x20-\x7e]+/gu, "?")
        .slice(0, MAX_SUBJECT_CHARACTERS),
      Message: text,
    });
    try {
      await client.send(command);
    } catch (error) {
      throw new NoticeError({ cause: error });
    }
  };
}
