import { TemplateError, type Resource } from "./read-template.ts";
import { resolveIntrinsics, type Known } from "./resolve-intrinsics.ts";

/** Properties that SQS takes as attributes, under the same names. */
const ATTRIBUTES = new Set([
  "DelaySeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "RedriveAllowPolicy",
  "RedrivePolicy",
  "VisibilityTimeout",
]);

/** What only means something on AWS: who pays, who reads, which key encrypts. */
const WITHOUT_LOCAL_MEANING = new Set([
  "KmsDataKeyReusePeriodSeconds",
  "KmsMasterKeyId",
  "SqsManagedSseEnabled",
  "Tags",
]);

export function queueName(id: string, queue: Resource): string {
  const name = queue.properties["QueueName"];
  if (typeof name === "string") return name;
  throw new TemplateError(
    `queue ${id} needs a QueueName: the local stack does not make one up`,
  );
}

/** The attributes to set on a queue. SQS wants text: numbers are printed, policies are JSON. */
export function queueAttributes(
  id: string,
  queue: Resource,
  known: Known,
): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [property, value] of Object.entries(queue.properties)) {
    if (property === "QueueName" || WITHOUT_LOCAL_MEANING.has(property))
      continue;
    if (!ATTRIBUTES.has(property))
      throw new TemplateError(
        `queue ${id}: the local stack does not know ${property}`,
      );
    const resolved = resolveIntrinsics(value, known);
    attributes[property] = inText(resolved);
  }
  return attributes;
}

function inText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
