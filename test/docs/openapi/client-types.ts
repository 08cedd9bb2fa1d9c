/** The client's types of what goes over the wire, written from the named schemas of the API's document. */
import type { JsonSchema } from "./json-schema.ts";

/** What agents send and get, by the names that the client exports. */
const NAMES = [
  "Priority",
  "TaskStatus",
  "TaskErrorCode",
  "TaskError",
  "Usage",
  "Callback",
  "Task",
  "TaskPage",
  "Receipt",
  "BatchItem",
  "BatchAnswer",
  "SubmitRequest",
  "FieldProblem",
  "Problem",
] as const;

/** Those that a newer service may have more of, so that programs must not count on knowing all. */
const OPEN_WORDS: ReadonlySet<string> = new Set(["ProblemCode"]);

const HEAD = `/**
 * What goes over the wire between an agent and the service. Times are ISO 8601 UTC, durations
 * milliseconds. Written from docs/openapi.json by \`npm run docs:write\`: change the schemas instead.
 */`;

export function clientTypes(document: object): string {
  const { schemas } = (document as Document).components;
  const types = NAMES.map((name) => {
    const schema = schemas[name];
    if (!schema) throw new Error(`The document has no schema ${name}`);
    return declaration(name, schema);
  });
  return [HEAD, JSON_OBJECT, ...types].join("\n\n");
}

interface Document {
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
}

const JSON_OBJECT = `/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;`;

function declaration(name: string, schema: JsonSchema): string {
  const head = comment(schema);
  return schema.type === "object"
    ? `${head}export interface ${name} ${typeOf(schema)}`
    : `${head}export type ${name} = ${typeOf(schema)};`;
}

const comment = ({ description }: JsonSchema): string =>
  description === undefined ? "" : `/** ${description} */\n`;

function typeOf(schema: JsonSchema): string {
  const { $ref, enum: words, anyOf, type, items } = schema;
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    return OPEN_WORDS.has(name) ? "string" : name;
  }
  if ("const" in schema) return JSON.stringify(schema.const);
  if (words) return words.map((word) => JSON.stringify(word)).join(" | ");
  if (anyOf) return anyOf.map(typeOf).join(" | ");
  if (type === "array")
    return typeof items === "object" && !Array.isArray(items)
      ? `readonly (${typeOf(items)})[]`
      : "readonly unknown[]";
  if (type === "object") return objectOf(schema);
  if (type === "integer") return "number";
  return typeof type === "string" ? type : "unknown";
}

function objectOf({ properties, required = [] }: JsonSchema): string {
  if (!properties) return "JsonObject";
  const lines = Object.entries(properties).map(([name, part]) => {
    const schema = typeof part === "object" ? part : {};
    const mark = required.includes(name) ? "" : "?";
    return `${comment(schema)}readonly ${name}${mark}: ${typeOf(schema)};`;
  });
  return `{\n${lines.join("\n")}\n}`;
}
