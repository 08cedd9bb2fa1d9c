/** Where people are told what needs them, as far as that is set up. */
import { gitHubIssueTracker } from "../../adapters/github/issue-tracker.ts";
import { snsPublishNotice } from "../../adapters/sns/publish-notice.ts";
import {
  DEFAULT_LABEL,
  type IssueWording,
} from "../../domain/session-issue.ts";
import type { Clock } from "../../ports/clock.ts";
import type { IssueTracker } from "../../ports/issue-tracker.ts";
import type { PublishNotice } from "../../ports/notices.ts";
import { loadPeopleConfig } from "../config.ts";

export interface People {
  readonly tracker?: IssueTracker;
  readonly publish?: PublishNotice;
  readonly wording: IssueWording;
}

export function composePeople(
  stage: string,
  clock: Pick<Clock, "now">,
): People {
  const { gitHub, stopTopicArn, credentialsFile } = loadPeopleConfig();
  return {
    wording: {
      stage,
      label: DEFAULT_LABEL,
      credential: { kind: "file", path: credentialsFile },
    },
    ...(gitHub && { tracker: gitHubIssueTracker({ ...gitHub, clock }) }),
    ...(stopTopicArn !== undefined && {
      publish: snsPublishNotice(stopTopicArn),
    }),
  };
}
