/** The API's document, OpenAPI 3.1, written from what the routes declare. */
import { BASE_PATH } from "../../../shared/runtime/http/base-path.ts";
import { ProblemSchema } from "../../../shared/runtime/http/problem-schema.ts";
import { DECLARED_ROUTES } from "./declared-routes.ts";
import { headerParts } from "./headers.ts";
import { newSchemas } from "./json-schema.ts";
import { toOperation } from "./operation.ts";
import {
  byStatus,
  nameOf,
  problemAnswer,
  problemExamples,
} from "./problem-answers.ts";
import { problemsOf } from "./problems-of.ts";
import { TAGS, tagOf } from "./tags.ts";
import { webhooks } from "./webhooks.ts";

const DESCRIPTION = `One queue, one login, one set of limits: the Claude Code CLI as a service for many software agents.

JSON in, JSON out. Times are ISO 8601 UTC; durations are milliseconds, and their names end in \`Ms\`, except \`timeout\` and
\`executionTime\`. Unknown properties and query parameters are refused. Every error is a problem (RFC 9457) with a stable
\`code\`; a path that is not here is answered \`404\`, \`route-not-found\`.`;

const BEARER = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "ccsp_<id>_<secret>",
  description:
    "A token of an agent: `tasks` opens tasks, `observe` what operators look at, `operate` their orders as well.",
};

const routes = () => Object.values(DECLARED_ROUTES).flat();

/** Those that routes refer to by name. */
const problemResponses = (): object =>
  Object.fromEntries(
    routes().flatMap((route) =>
      [...byStatus(problemsOf(route))]
        .filter(([status]) => !(status in route.answers))
        .map(([status, codes]) => [
          nameOf(codes),
          problemAnswer(status, codes),
        ]),
    ),
  );

export function openApiDocument(): object {
  const schemas = newSchemas();
  schemas.toJson(ProblemSchema);
  const paths: Record<string, object> = {};
  for (const route of routes())
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: toOperation(route, schemas),
    };
  const used = new Set(routes().map(tagOf));
  return {
    openapi: "3.1.1",
    info: {
      title: "CCSP",
      version: "1",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: BASE_PATH, description: "Wherever the service is." }],
    security: [{ bearer: [] }],
    tags: Object.entries(TAGS)
      .filter(([name]) => used.has(name as keyof typeof TAGS))
      .map(([name, description]) => ({ name, description })),
    paths,
    webhooks: webhooks(),
    components: {
      securitySchemes: { bearer: BEARER },
      schemas: schemas.named(),
      responses: problemResponses(),
      headers: headerParts(),
      examples: problemExamples(),
    },
  };
}
