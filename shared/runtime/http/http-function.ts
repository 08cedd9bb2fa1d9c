/** One middleware stack for every function behind the HTTP API, and the only maker of its handlers. */
import middy from "@middy/core";
import httpRouter from "@middy/http-router";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import type { Authenticate } from "../../app/authenticate.ts";
import type { Caller, Scope } from "../../domain/access-token.ts";
import type { Journal } from "../../ports/journal.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { bearerAuth, callerOf, identify } from "./bearer-auth.ts";
import { ProblemError } from "./problem.ts";
import { type Reply, toResult } from "./reply.ts";
import { OutOfTimeError, withProblems } from "./with-problems.ts";

/** What a route is given: nothing of it is trusted but the caller. */
export interface HttpRequest {
  readonly event: APIGatewayProxyEventV2;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What every answer names, so that an operator finds it in the journal. */
  readonly requestId: string;
  /** How much of the function's time is left, in milliseconds. */
  readonly leftMs: () => number;
}

interface RouteBase {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the base path, for example `/tasks/{taskId}`. */
  readonly path: string;
}

/** A route with a scope gets a caller. One that is open asks, if it wants to know. */
export type Route = RouteBase &
  (
    | {
        readonly scope: Scope;
        readonly run: (request: HttpRequest, caller: Caller) => Promise<Reply>;
      }
    | {
        readonly scope: "open";
        readonly run: (
          request: HttpRequest,
          whoCalls: WhoCalls,
        ) => Promise<Reply>;
      }
  );

/** `undefined`: no token came. One that is not valid is a problem, on an open route as well. */
export type WhoCalls = () => Promise<Caller | undefined>;

export interface HttpDeps {
  readonly authenticate: Authenticate;
  readonly journal: Journal;
  readonly metrics: Pick<Metrics, "flush">;
}

export const BASE_PATH = "/api/ccsp";
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
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>({
    timeoutEarlyInMillis: RESERVE_MS,
    timeoutEarlyResponse: () => {
      throw new OutOfTimeError("the function's time is nearly over");
    },
  })
    .use(withProblems(deps.journal))
    .use({ after: flush, onError: flush })
    .handler(router);
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

/** Authenticate, run, reply. */
function routeHandler(route: Route, authenticate: Authenticate) {
  const stack = middy<
    APIGatewayProxyEventV2,
    APIGatewayProxyStructuredResultV2
  >();
  return route.scope === "open"
    ? stack.handler(async (event, context) => {
        const whoCalls: WhoCalls = async () =>
          event.headers["authorization"] === undefined
            ? undefined
            : identify(authenticate, event);
        return toResult(
          await route.run(toRequest(event, context), whoCalls),
          context.awsRequestId,
        );
      })
    : stack
        .use(bearerAuth(authenticate, route.scope))
        .handler(async (event, context) =>
          toResult(
            await route.run(toRequest(event, context), mustCall(event)),
            context.awsRequestId,
          ),
        );
}

const toRequest = (
  event: APIGatewayProxyEventV2,
  context: Context,
): HttpRequest => ({
  event,
  params: event.pathParameters ?? {},
  query: event.queryStringParameters ?? {},
  headers: event.headers,
  requestId: context.awsRequestId,
  leftMs: () => context.getRemainingTimeInMillis(),
});

function mustCall(event: APIGatewayProxyEventV2): Caller {
  const caller = callerOf(event);
  if (caller) return caller;
  throw new Error("a route with a scope ran without a caller");
}
