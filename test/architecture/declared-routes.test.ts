/** What is deployed is what is declared, and the API's document tells of all of it. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { BASE_PATH } from "../../shared/runtime/http/base-path.ts";
import type { Route } from "../../shared/runtime/http/route.ts";
import { DECLARED_ROUTES } from "../docs/openapi/declared-routes.ts";
import { exampleOf } from "../docs/openapi/example-of.ts";
import { toOperation } from "../docs/openapi/operation.ts";
import { newSchemas } from "../docs/openapi/json-schema.ts";
import { currentOf, writtenFiles } from "../docs/written-files.ts";

interface Operation {
  readonly parameters?: readonly {
    readonly in: string;
    readonly required: boolean;
  }[];
}

const routes = Object.values(DECLARED_ROUTES).flat();
const keyOf = ({ method, path }: Route) => `${method} ${BASE_PATH}${path}`;

/** Of a function.yml, without the one for what nobody serves. */
function deployed(folder: string): string[] {
  const text = readFileSync(`functions/${folder}/function.yml`, "utf8");
  const functions = Object.values(
    parse(text, { logLevel: "error" }) as Record<
      string,
      { readonly events: readonly { readonly httpApi?: string }[] }
    >,
  );
  return functions
    .flatMap(({ events }) => events)
    .flatMap(({ httpApi }) => httpApi ?? [])
    .filter((key) => key !== "*");
}

it.each(Object.entries(DECLARED_ROUTES))(
  "functions/%s is deployed with the routes that it declares",
  (folder, declared) => {
    expect(deployed(folder).sort()).toEqual(declared.map(keyOf).sort());
  },
);

describe.each(routes)("$method $path", (route) => {
  const schemas = newSchemas();
  const exampleFor = (schema: NonNullable<Route["body"]>) =>
    exampleOf(schemas.toJson(schema), schemas.named());

  it("declares the parts of its path", () => {
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(
      ([, name]) => name,
    );
    expect(Object.keys(route.params ?? {})).toEqual(names);
  });

  it("requires nothing of a query that it does without", () => {
    const operation = JSON.stringify(toOperation(route, newSchemas()));
    const { parameters = [] } = JSON.parse(operation) as Operation;
    const required = parameters.filter((each) => each.required);
    const isNeeded = route.query?.safeParse({}).success === false;
    expect(required.some((each) => each.in === "query")).toBe(isNeeded);
  });

  it.each([route.body].filter((body) => body !== undefined))(
    "would accept the document's example of its body",
    (body) => {
      expect(body.safeParse(exampleFor(body)).error).toBeUndefined();
    },
  );

  it.each(Object.entries(route.answers))(
    "could answer %i with the document's example",
    (_status, { body }) => {
      if (!body) return;
      expect(body.safeParse(exampleFor(body)).error).toBeUndefined();
    },
  );
});

it("no two operations have the same name", () => {
  const ids = routes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it("the files made from the code are as the code is (npm run docs:write)", async () => {
  for (const each of await writtenFiles())
    expect({ path: each.path, text: currentOf(each) }).toEqual({
      path: each.path,
      text: each.wanted,
    });
});
