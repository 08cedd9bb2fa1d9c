/** Whatever a function answers is what its route declares: status, headers, body, and nothing besides. */
import { expect } from "vitest";
import { problemsOf } from "../docs/openapi/problems-of.ts";
import { DECLARED_ROUTES } from "../docs/openapi/declared-routes.ts";
import { BASE_PATH } from "../../shared/runtime/http/base-path.ts";
import { ProblemSchema } from "../../shared/runtime/http/problem-schema.ts";
import { USUAL_HEADERS } from "../../shared/runtime/http/response-headers.ts";
import type { Route } from "../../shared/runtime/http/route.ts";

interface Answered {
  /** As the gateway names it, for example `GET /api/ccsp/tasks`. */
  readonly routeKey: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const keyOf = ({ method, path }: Route) => `${method} ${BASE_PATH}${path}`;

/** HEAD comes to whoever answers for unknown paths, who serves it with his own routes. */
const heads = (DECLARED_ROUTES["operator-api"] ?? [])
  .filter(({ method }) => method === "GET")
  .map((route) => [keyOf(route).replace("GET", "HEAD"), route] as const);

const routes = new Map<string, Route>([
  ...Object.values(DECLARED_ROUTES)
    .flat()
    .map((route) => [keyOf(route), route] as const),
  ...heads,
]);

export function expectDeclared(answered: Answered): void {
  const { routeKey, status, headers } = answered;
  const route = routes.get(routeKey);
  const type = String(headers["content-type"]);
  if (type === "application/problem+json") expectKnownProblem(answered, route);
  else if (route) expectAnswerOf(route, answered);
  else expect(`${routeKey} ${status} ${type}`).toBe("a problem");
}

function expectKnownProblem(answered: Answered, route?: Route): void {
  const { routeKey, status, headers, text } = answered;
  const problem = ProblemSchema.parse(JSON.parse(text));
  expect(problem.status).toBe(status);
  const codes = route ? problemsOf(route) : ["route-not-found"];
  expect({ routeKey, codes }).toEqual({
    routeKey,
    codes: expect.arrayContaining([problem.code]) as unknown,
  });
  const isLater = status === 429 || status === 503;
  expectHeaders(headers, [
    ...(isLater ? ["retry-after"] : []),
    ...(status === 401 ? ["www-authenticate"] : []),
  ]);
}

function expectAnswerOf(route: Route, answered: Answered): void {
  const { routeKey, status, headers, text } = answered;
  const answer = route.answers[status];
  expect({ routeKey, status, isDeclared: answer !== undefined }).toEqual({
    routeKey,
    status,
    isDeclared: true,
  });
  const { body, mediaType = "application/json", headers: own = [] } = answer!;
  expectHeaders(headers, own);
  if (!body) {
    expect(text).toBe("");
    return;
  }
  expect(String(headers["content-type"]).split(";")[0]).toBe(mediaType);
  const value: unknown = mediaType.endsWith("json") ? JSON.parse(text) : text;
  const parsed = body.safeParse(value);
  expect({ routeKey, issues: parsed.error?.issues ?? [] }).toEqual({
    routeKey,
    issues: [],
  });
}

function expectHeaders(
  headers: Answered["headers"],
  own: readonly string[],
): void {
  const wanted = ["content-type", ...USUAL_HEADERS, ...own];
  expect(Object.keys(headers).sort()).toEqual([...new Set(wanted)].sort());
}
