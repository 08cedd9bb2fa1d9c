/** Our schemas as JSON Schema, as it is on the wire, with all that has a name in one place. */
import * as z from "zod";
import { TOLD_AS } from "../../../shared/runtime/http/told-as.ts";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Formats that say all of their pattern that a reader needs. */
const SAID_BY_FORMAT: ReadonlySet<unknown> = new Set(["date-time", "uuid"]);

export interface Schemas {
  /** A reference where the schema has a name. */
  toJson(schema: z.ZodType): JsonSchema;
  /** All that were named so far, in the order of their names. */
  named(): Readonly<Record<string, JsonSchema>>;
}

export function newSchemas(): Schemas {
  const named = new Map<string, JsonSchema>();

  const toJson: Schemas["toJson"] = (schema) => {
    const {
      $schema: _,
      $defs,
      ...whole
    } = z.toJSONSchema(schema, {
      io: "input",
      override: ({ zodSchema, jsonSchema }) => {
        const told = TOLD_AS.get(zodSchema);
        if (told) replace(jsonSchema, toJson(told));
        else simplify(jsonSchema, z.globalRegistry.get(zodSchema));
      },
    });
    for (const [name, each] of Object.entries($defs ?? {}))
      named.set(name, inComponents(each));
    const { id } = z.globalRegistry.get(schema) ?? {};
    if (id === undefined) return inComponents(whole);
    if (whole.$ref === undefined) named.set(id, inComponents(whole));
    return { $ref: `#/components/schemas/${id}` };
  };

  return {
    toJson,
    named: () =>
      Object.fromEntries(
        [...named].sort(([one], [other]) => (one < other ? -1 : 1)),
      ),
  };
}

function replace(jsonSchema: JsonSchema, told: JsonSchema): void {
  for (const name of Object.keys(jsonSchema))
    Reflect.deleteProperty(jsonSchema, name);
  Object.assign(jsonSchema, told);
}

function simplify(
  jsonSchema: JsonSchema,
  meta: z.core.GlobalMeta | undefined,
): void {
  // They are left out where a schema transforms what it reads; ours are of the wire.
  if (Array.isArray(meta?.["examples"]) && meta["examples"].length > 0)
    jsonSchema.examples = meta["examples"];
  if (SAID_BY_FORMAT.has(jsonSchema.format))
    Reflect.deleteProperty(jsonSchema, "pattern");
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER)
    Reflect.deleteProperty(jsonSchema, "maximum");
  nameProperties(jsonSchema);
  Reflect.deleteProperty(jsonSchema, "id");
}

/** A record whose names are known is an object; of others it need not be said that names are texts. */
function nameProperties(jsonSchema: JsonSchema): void {
  const { propertyNames, additionalProperties } = jsonSchema;
  Reflect.deleteProperty(jsonSchema, "propertyNames");
  if (typeof propertyNames !== "object" || !propertyNames.enum) return;
  if (additionalProperties === undefined) return;
  jsonSchema.properties = Object.fromEntries(
    propertyNames.enum.map((name) => [String(name), additionalProperties]),
  );
  jsonSchema.additionalProperties = false;
}

/** Where a document of OpenAPI keeps what has a name. */
const inComponents = (schema: JsonSchema): JsonSchema =>
  JSON.parse(
    JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as JsonSchema;
