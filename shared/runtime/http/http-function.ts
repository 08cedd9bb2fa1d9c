/** One middleware stack for every function behind the HTTP API, and the only maker of its handlers. */
import middy from "@middy/core";
import httpRouter from "@middy/http-router";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import type { Authenticate } from "../../app/authenticate.ts";
import type { Caller } from "../../domain/access-token.ts";
import type { Journal } from "../../ports/journal.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { withJournalContext } from "../journal-context.ts";
import { BASE_PATH } from "./base-path.ts";
import { bearerAuth, callerOf, identify } from "./bearer-auth.ts";
import { ProblemError } from "./problem.ts";
import { NoQuery } from "./query.ts";
import { readBody, readJson } from "./read-body.ts";
import { toResult } from "./reply.ts";
import type { Route, RouteRequest, WhoCalls } from "./route.ts";
import { validate } from "./validate.ts";
import { OutOfTimeError, withProblems } from "./with-problems.ts";

export interface HttpDeps {
  readonly authenticate: Authenticate;
  readonly journal: Journal;
  readonly metrics: Pick<Metrics, "flush">;
}

const MAX_SHOWN_PATH = 200;
/** Kept back from the function's time, so that a call that hangs still ends in an answer. */
const RESERVE_MS = 500;

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export function httpFunction(
  routes: readonly Route[],
  deps: HttpDeps,
): HttpHandler {
  const router = httpRouter<
    APIGatewayProxyEventV2,
    APIGatewayProxyStructuredResultV2
  >({
    routes: routes.flatMap((route) =>
      methodsOf(route).map((method) => ({
        method,
        path: `${BASE_PATH}${route.path}`,
        handler: routeHandler(route, deps.authenticate),
      })),
    ),
    notFoundResponse: ({ method, path }) => {
      throw routeNotFound(method, path);
    },
  });
  const flush = (): Promise<void> => deps.metrics.flush();
  const stack = middy<
    APIGatewayProxyEventV2,
    APIGatewayProxyStructuredResultV2
  >({
    timeoutEarlyInMillis: RESERVE_MS,
    timeoutEarlyResponse: () => {
      throw new OutOfTimeError("the function's time is nearly over");
    },
  })
    .use(withProblems(deps.journal))
    .use({ after: flush, onError: flush })
    .handler(router);
  return async (event, context) =>
    withJournalContext({ requestId: context.awsRequestId }, () =>
      stack(event, context),
    );
}

/** Whoever serves GET serves HEAD, as far as the gateway hands it over: there `$default` does. It leaves the body out. */
const methodsOf = ({ method }: Route) =>
  method === "GET" ? (["GET", "HEAD"] as const) : [method];

/**
 * Also for a method that a path does not have: what other functions serve is not known here, so
 * a 405 with its list of allowed methods could not be kept true.
 */
const routeNotFound = (method: string, path: string): ProblemError =>
  new ProblemError("route-not-found", {
    detail: `There is no ${method} ${path.slice(0, MAX_SHOWN_PATH)}; the API is below ${BASE_PATH}.`,
  });

/** Authenticate, check, run, reply. */
function routeHandler(route: Route, authenticate: Authenticate) {
  const stack = middy<
    APIGatewayProxyEventV2,
    APIGatewayProxyStructuredResultV2
  >();
  const { scope } = route;
  const isOpen = scope === "open";
  if (!isOpen) stack.use(bearerAuth(authenticate, scope));
  return stack.handler(async (event, context) => {
    const whoCalls: WhoCalls = async () =>
      event.headers["authorization"] === undefined
        ? undefined
        : identify(authenticate, event);
    const caller = isOpen ? whoCalls : mustCall(event);
    const reply = await route.run(toRequest(route, event, context), caller);
    return toResult(reply, context.awsRequestId);
  });
}

/** @throws ProblemError when it is not as the route declares */
function toRequest(
  route: Route,
  event: APIGatewayProxyEventV2,
  context: Context,
): RouteRequest {
  // Where there are none, the gateway leaves them out, and serverless-offline says `null`.
  const params = event.pathParameters ?? {};
  const query = event.queryStringParameters ?? {};
  return {
    event,
    params: mapValues(route.params, (_, name) => params[name] ?? ""),
    query: validate(route.query ?? NoQuery, query, "query"),
    headers: mapValues(route.headers, (schema, name) =>
      validate(schema, event.headers[name.toLowerCase()], name),
    ),
    body: bodyOf(route, event),
    requestId: context.awsRequestId,
    leftMs: () => context.getRemainingTimeInMillis(),
  };
}

const mapValues = <From, To>(
  from: Readonly<Record<string, From>> = {},
  map: (value: From, name: string) => To,
): Readonly<Record<string, To>> =>
  Object.fromEntries(
    Object.entries(from).map(([name, value]) => [name, map(value, name)]),
  );

function bodyOf(route: Route, event: APIGatewayProxyEventV2): unknown {
  const { body, inspectsParts = false } = route;
  if (!body) return undefined;
  return inspectsParts
    ? validate(body, readJson(event), "body")
    : readBody(event, body);
}

function mustCall(event: APIGatewayProxyEventV2): Caller {
  const caller = callerOf(event);
  if (caller) return caller;
  throw new Error("a route with a scope ran without a caller");
}
