/** One route as an operation of the document. */
import * as z from "zod";
import type { ProblemCode } from "../../../shared/runtime/http/problem.ts";
import type { Answer, Route } from "../../../shared/runtime/http/route.ts";
import { exampleOf } from "./example-of.ts";
import { headersOf } from "./headers.ts";
import type { Schemas } from "./json-schema.ts";
import { byStatus, nameOf, problemAnswer } from "./problem-answers.ts";
import { problemsOf } from "./problems-of.ts";
import { tagOf } from "./tags.ts";

export function toOperation(route: Route, schemas: Schemas): object {
  const parameters = parametersOf(route, schemas);
  return {
    operationId: route.id,
    tags: [tagOf(route)],
    summary: route.summary,
    ...scopeOf(route),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: requestBody(route.body, schemas) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [
          status,
          toResponse(answer, schemas),
        ]),
      ),
      ...refusals(route, schemas),
    },
  };
}

/** Problems, beside what the route itself answers with the same status. */
function refusals(route: Route, schemas: Schemas): object {
  const problems = [...byStatus(problemsOf(route))];
  return Object.fromEntries(
    problems.map(([status, codes]) => {
      const own = route.answers[status];
      const name = `#/components/responses/${nameOf(codes)}`;
      const told: object = own
        ? both(toResponse(own, schemas), status, codes)
        : { $ref: name };
      return [status, told];
    }),
  );
}

function both(own: Told, status: number, codes: readonly ProblemCode[]): Told {
  const { description, content } = problemAnswer(status, codes);
  return {
    description: `${own.description} ${description}`,
    headers: own.headers,
    content: { ...own.content, ...content },
  };
}

interface Told {
  readonly description: string;
  readonly headers: object;
  readonly content?: object;
}

function toResponse(answer: Answer, schemas: Schemas): Told {
  const { description, body, headers = [] } = answer;
  const { mediaType = "application/json" } = answer;
  return {
    description,
    headers: headersOf(headers),
    ...(body && { content: { [mediaType]: mediaOf(body, schemas) } }),
  };
}

const requestBody = (body: z.ZodType, schemas: Schemas): object => ({
  required: !body.safeParse({}).success,
  content: { "application/json": mediaOf(body, schemas) },
});

function mediaOf(body: z.ZodType, schemas: Schemas): object {
  const schema = schemas.toJson(body);
  return { schema, example: exampleOf(schema, schemas.named()) };
}

function scopeOf({ scope, problems = [] }: Route): object {
  if (scope === "open")
    return problems.includes("unauthorized")
      ? {
          description: "Open; a token may tell more.",
          security: [{}, { bearer: [] }],
        }
      : { description: "Open.", security: [] };
  return scope === "any"
    ? { description: "Needs a token, with whatever scope." }
    : { description: `Needs a token with the scope \`${scope}\`.` };
}

function parametersOf(route: Route, schemas: Schemas): object[] {
  const { params = {}, query, headers = {} } = route;
  const named = (place: string, each: Readonly<Record<string, z.ZodType>>) =>
    Object.entries(each).map(([name, schema]) =>
      parameter({ name, in: place }, schema, schemas),
    );
  return [
    ...named("path", params),
    ...named("query", query instanceof z.ZodObject ? shapeOf(query) : {}),
    ...named("header", headers),
  ];
}

const shapeOf = (query: z.ZodObject) =>
  query.shape as Readonly<Record<string, z.ZodType>>;

function parameter(
  place: { readonly name: string; readonly in: string },
  schema: z.ZodType,
  schemas: Schemas,
): object {
  const { description, ...json } = schemas.toJson(schema);
  return {
    ...place,
    ...(description !== undefined && { description }),
    // Asked of an object: what may be left out may not therefore be `undefined`.
    required: !z.object({ [place.name]: schema }).safeParse({}).success,
    schema: json,
    example: exampleOf(json, schemas.named()),
  };
}
