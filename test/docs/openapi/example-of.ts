/** An example of what a schema describes: its own, or one put together from those of its parts. */
import type { JsonSchema } from "./json-schema.ts";

const BY_FORMAT: Readonly<Record<string, string>> = {
  "date-time": "2030-01-31T12:00:00.000Z",
  uri: "https://example.com/finished",
  "uri-reference": "/api/ccsp/docs/errors#task-not-found",
};

type Named = Readonly<Record<string, JsonSchema>>;

export function exampleOf(schema: JsonSchema, named: Named): unknown {
  const { $ref, examples, enum: words } = schema;
  if (Array.isArray(examples)) return examples[0];
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    return exampleOf(named[name] ?? {}, named);
  }
  if ("const" in schema) return schema.const;
  if (words) return words[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return exampleOf(first, named);
  return byType(schema, named);
}

function byType(schema: JsonSchema, named: Named): unknown {
  const { type, format = "", minimum = 1, items } = schema;
  if (type === "object") return ofObject(schema, named);
  if (type === "array")
    return typeof items === "object" && !Array.isArray(items)
      ? [exampleOf(items, named)]
      : [];
  if (type === "string") return BY_FORMAT[format] ?? "text";
  if (type === "boolean") return true;
  return type === "integer" || type === "number" ? minimum : null;
}

/** What must be there. */
function ofObject(schema: JsonSchema, named: Named): object {
  const { properties = {}, required = [] } = schema;
  return Object.fromEntries(
    required.map((name) => {
      const part = properties[name];
      return [name, typeof part === "object" ? exampleOf(part, named) : null];
    }),
  );
}
