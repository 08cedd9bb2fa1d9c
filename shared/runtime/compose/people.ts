/** Where people are told what needs them, as far as that is set up. */
import { gitHubIssueTracker } from "../../adapters/github/issue-tracker.ts";
import { secretsManagerReadSecret } from "../../adapters/secrets-manager/read-secret.ts";
import { snsPublishNotice } from "../../adapters/sns/publish-notice.ts";
import {
  DEFAULT_LABEL,
  type IssueWording,
} from "../../domain/session-issue.ts";
import type { Clock } from "../../ports/clock.ts";
import type { IssueTracker } from "../../ports/issue-tracker.ts";
import type { PublishNotice } from "../../ports/notices.ts";
import { loadPeopleConfig, type PeopleConfig } from "../config.ts";
import { remember } from "../remember.ts";
import { trackerBySecret } from "../tracker-by-secret.ts";

/** So old a GitHub token may be; a renewed one is used after that. */
const TOKEN_MS = 300_000;

export interface People {
  readonly tracker?: IssueTracker;
  readonly publish?: PublishNotice;
  readonly wording: IssueWording;
}

export function composePeople(
  stage: string,
  clock: Pick<Clock, "now">,
): People {
  const config = loadPeopleConfig();
  const { gitHub, stopTopicArn, credentialsSecretId: secretId } = config;
  return {
    wording: {
      stage,
      label: DEFAULT_LABEL,
      credential:
        secretId === undefined
          ? { kind: "file", path: config.credentialsFile }
          : { kind: "secrets-manager", secretId },
    },
    ...(gitHub && { tracker: trackerOf(gitHub, clock) }),
    ...(stopTopicArn !== undefined && {
      publish: snsPublishNotice(stopTopicArn),
    }),
  };
}

function trackerOf(
  { token, ...gitHub }: NonNullable<PeopleConfig["gitHub"]>,
  clock: Pick<Clock, "now">,
): IssueTracker {
  const make = (text: string): IssueTracker =>
    gitHubIssueTracker({ ...gitHub, token: text, clock });
  if (typeof token === "string") return make(token);
  const readSecret = secretsManagerReadSecret();
  return trackerBySecret({
    readToken: remember(() => readSecret(token.secretId), TOKEN_MS, clock),
    make,
  });
}
