/** Each deployable may do what its code can ask for, where it asks for it, and nothing else. */
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Call,
  type CallFinder,
  callFinder,
} from "./harness/derive-calls.ts";
import { conditionsOf } from "./harness/conditions.ts";
import { type Grant, grantsOf } from "./harness/granted.ts";
import {
  ofType,
  packaged,
  PACKAGES_WITHIN_MS,
  type PackagedTemplate,
} from "./harness/packaged.ts";

const ROLES: Readonly<Record<string, string>> = {
  "agent-api/handler": "AgentApiIamRoleLambdaExecution",
  "dispatch-scheduled/handler": "DispatchScheduledIamRoleLambdaExecution",
  "emergency-stop/handler": "EmergencyStopIamRoleLambdaExecution",
  "executor/main": "ExecutorRole",
  "operator-api/handler": "OperatorApiIamRoleLambdaExecution",
  "poll-session-issue/handler": "PollSessionIssueIamRoleLambdaExecution",
  "wait-task/handler": "WaitTaskIamRoleLambdaExecution",
};

const ACTIONS: Readonly<Record<string, string>> = {
  BatchGet: "dynamodb:BatchGetItem",
  Delete: "dynamodb:DeleteItem",
  Get: "dynamodb:GetItem",
  Put: "dynamodb:PutItem",
  Query: "dynamodb:Query",
  Update: "dynamodb:UpdateItem",
  GetSecretValue: "secretsmanager:GetSecretValue",
  Publish: "sns:Publish",
  ChangeMessageVisibility: "sqs:ChangeMessageVisibility",
  DeleteMessage: "sqs:DeleteMessage",
  GetQueueAttributes: "sqs:GetQueueAttributes",
  ReceiveMessage: "sqs:ReceiveMessage",
  SendMessage: "sqs:SendMessage",
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
  SendMessageBatch: "sqs:SendMessage",
};

const WAITING = ["Urgent", "High", "Normal", "Scheduled", "Low"].map(
  (name) => `${name}Queue`,
);

/** By program; the others are those that write issues. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  "agent-api/handler": ["WebhookSecret"],
  "dispatch-scheduled/handler": ["WebhookSecret"],
  "executor/main": ["CliCredential", "GitHubToken", "WebhookSecret"],
};

/** Which of several resources one call is of is said by values, which nobody can derive: it is declared. */
function resourcesOf(program: string, { command, resource, index }: Call) {
  if (index !== undefined) return [`${resource}/index/${index}`];
  if (command === "GetQueueAttributes") return ["NormalQueue"];
  if (resource === "WaitingQueues") return WAITING;
  if (resource === "Secrets") return SECRETS[program] ?? ["GitHubToken"];
  return [resource];
}

/** What is asked for without the SDK. */
const BESIDE: Readonly<Record<string, readonly Grant[]>> = {
  // By ECS's agent, in the name of the role (shared/adapters/ecs).
  "executor/main": ["GetTaskProtection", "UpdateTaskProtection"].map(
    (name) => ({
      action: `ecs:${name}`,
      resource:
        "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:task/${ExecutorCluster}/*",
    }),
  ),
};

/** What the code could ask for and never does: by program, each with the reason. */
const NEVER_ASKED: Readonly<Record<string, readonly string[]>> = {
  // A transition writes content with the result of a run alone, and these record none.
  "dispatch-scheduled/handler": ["dynamodb:PutItem TasksTable"],
  "operator-api/handler": ["dynamodb:PutItem TasksTable"],
  "poll-session-issue/handler": ["dynamodb:PutItem TasksTable"],
};

/** A resource that is every one, and why it has to be. */
const EVERY_RESOURCE = [
  // The one call to a registry that knows no resource.
  "ecr:GetAuthorizationToken",
];

/** No other account's containers are started in our name. */
const FOR_OUR_TASKS = {
  "sts:AssumeRole": {
    StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
  },
};

/** Where a right is narrower than its action and resource say; the other roles know no condition. */
const CONDITIONS: Readonly<Record<string, object>> = {
  ExecutorRole: {
    ...FOR_OUR_TASKS,
    // It removes itself from the executors, and nothing of the audit trail.
    "dynamodb:DeleteItem ControlTable": {
      "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["executor"] },
    },
  },
  ExecutorStartRole: FOR_OUR_TASKS,
};

let template: PackagedTemplate;
let finder: CallFinder;
beforeAll(async () => {
  template = await packaged("prod");
  finder = callFinder();
}, PACKAGES_WITHIN_MS);

const written = ({ action, resource }: Grant): string =>
  `${action} ${resource}`;

describe.each(Object.entries(ROLES))("%s", (program, role) => {
  it("may do what its code can ask for, and nothing else", () => {
    const derived = finder.callsOf(`functions/${program}.ts`).flatMap((call) =>
      resourcesOf(program, call).map((resource) => ({
        action: ACTIONS[call.command] ?? call.command,
        resource,
      })),
    );
    const asked = new Set(
      [...derived, ...(BESIDE[program] ?? [])].map(written),
    );
    for (const never of NEVER_ASKED[program] ?? []) asked.delete(never);
    const granted = grantsOf(template, role)
      // Its own log, which the framework adds.
      .filter(({ action }) => !action.startsWith("logs:"))
      .map(written);
    expect(granted.toSorted()).toEqual([...asked].toSorted());
  });
});

it("Every role of a program is held to its code", () => {
  const roles = ofType(template, "AWS::IAM::Role").map(([id]) => id);
  // What starts the container.
  const others = ["ExecutorStartRole"];
  expect(roles.toSorted()).toEqual(
    [...Object.values(ROLES), ...others].toSorted(),
  );
});

it("Each right holds on the conditions that are written down, and on no other", () => {
  const roles = ofType(template, "AWS::IAM::Role").map(([id]) => id);
  const found = roles.map((role) => [role, conditionsOf(template, role)]);
  const due = roles.map((role) => [role, CONDITIONS[role] ?? {}]);
  expect(found).toEqual(due);
});

it("No role may do everything of a kind, or anything to everything but for a written reason", () => {
  for (const [role] of ofType(template, "AWS::IAM::Role"))
    for (const { action, resource } of grantsOf(template, role)) {
      expect(action).not.toContain("*");
      // The template makes them, with their retention.
      expect(action).not.toBe("logs:CreateLogGroup");
      if (!EVERY_RESOURCE.includes(action)) expect(resource).not.toBe("*");
    }
});
