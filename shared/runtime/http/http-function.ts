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
import { bearerAuth, callerOf } from "./bearer-auth.ts";
import { ProblemError } from "./problem.ts";
import { type Reply, toResult } from "./reply.ts";
import { withProblems } from "./with-problems.ts";

/** What a route is given: nothing of it is trusted but the caller. */
export interface HttpRequest {
  readonly event: APIGatewayProxyEventV2;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

interface RouteBase {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the base path, for example `/tasks/{taskId}`. */
  readonly path: string;
}

/** A route with a scope gets a caller; one that is open gets a caller only if a valid token came. */
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
          caller: Caller | undefined,
        ) => Promise<Reply>;
      }
  );

export interface HttpDeps {
  readonly authenticate: Authenticate;
  readonly journal: Journal;
  readonly metrics: Pick<Metrics, "flush">;
}

export const BASE_PATH = "/api/ccsp";

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
    routes: routes.map((route) => ({
      method: route.method,
      path: `${BASE_PATH}${route.path}`,
      handler: routeHandler(route, deps.authenticate),
    })),
    notFoundResponse: ({ method, path }) => {
      throw new ProblemError("route-not-found", {
        detail: `There is no ${method} ${path}; the API is below ${BASE_PATH}.`,
      });
    },
  });
  const flush = (): Promise<void> => deps.metrics.flush();
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(withProblems(deps.journal))
    .use({ after: flush, onError: flush })
    .handler(router);
}

/** Authenticate, run, reply. */
const routeHandler = (route: Route, authenticate: Authenticate) =>
  middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(bearerAuth(authenticate, route.scope))
    .handler(async (event: APIGatewayProxyEventV2, context: Context) => {
      const request: HttpRequest = {
        event,
        params: event.pathParameters ?? {},
        query: event.queryStringParameters ?? {},
        headers: event.headers,
      };
      const reply =
        route.scope === "open"
          ? await route.run(request, callerOf(event))
          : await route.run(request, mustCall(event));
      return toResult(reply, context.awsRequestId);
    });

function mustCall(event: APIGatewayProxyEventV2): Caller {
  const caller = callerOf(event);
  if (caller) return caller;
  throw new Error("a route with a scope ran without a caller");
}
