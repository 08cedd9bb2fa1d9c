import { createQueues } from "./create-queues.ts";
import { createTables } from "./create-tables.ts";
import {
  localDynamodbClient,
  localSqsClient,
  type Endpoints,
} from "./local-clients.ts";
import {
  readTemplateFile,
  TemplateError,
  type Naming,
  type Resource,
} from "./read-template.ts";

/** What exists once `createResources` is done, by logical id (`UrgentQueue`, `TasksTable`). */
export interface LocalResources {
  readonly queueUrls: Readonly<Record<string, string>>;
  readonly tableNames: Readonly<Record<string, string>>;
}

/** The same files that deploy: the local stack cannot drift from the cloud's. */
const TEMPLATES = ["queues.yml", "tables.yml"].map(
  (file) => new URL(`../resources/${file}`, import.meta.url),
);

/** Access policies: nobody checks them here. */
const WITHOUT_LOCAL_MEANING = new Set(["AWS::SQS::QueuePolicy"]);

/** Creates the queues and tables of the CloudFormation files on the emulators; again is harmless. */
export async function createResources(
  endpoints: Endpoints,
  naming: Naming = { service: "ccsp", stage: "local" },
): Promise<LocalResources> {
  const resources = TEMPLATES.flatMap((file) => [
    ...readTemplateFile(file, naming),
  ]);
  refuseUnknownTypes(resources);
  const sqs = localSqsClient(endpoints.sqsEndpoint);
  const dynamodb = localDynamodbClient(endpoints.dynamodbEndpoint);
  try {
    const [queueUrls, tableNames] = await Promise.all([
      createQueues(
        sqs,
        endpoints.sqsEndpoint,
        ofType(resources, "AWS::SQS::Queue"),
      ),
      createTables(dynamodb, ofType(resources, "AWS::DynamoDB::Table")),
    ]);
    return { queueUrls, tableNames };
  } finally {
    sqs.destroy();
    dynamodb.destroy();
  }
}

type Entry = readonly [string, Resource];

function ofType(
  resources: readonly Entry[],
  type: string,
): ReadonlyMap<string, Resource> {
  return new Map(resources.filter(([, resource]) => resource.type === type));
}

function refuseUnknownTypes(resources: readonly Entry[]): void {
  const known = new Set([
    "AWS::SQS::Queue",
    "AWS::DynamoDB::Table",
    ...WITHOUT_LOCAL_MEANING,
  ]);
  for (const [id, { type }] of resources)
    if (!known.has(type))
      throw new TemplateError(`${id}: the local stack cannot create ${type}`);
}
