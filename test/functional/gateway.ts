/**
 * Plays API Gateway's HTTP API: finds the function by the routes of each function.yml, and hands it
 * an event of payload format 2.0 as the real one makes it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { readdirSync, readFileSync } from "node:fs";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { parse } from "yaml";
import { z } from "zod";

export interface HttpRequest {
  readonly method: string;
  /** Below the base path, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Changes the event, for what only another gateway makes, or an attacker. */
  readonly bend?: (event: APIGatewayProxyEventV2) => object;
}

export interface RoutedEvent {
  /** The folder of the function. */
  readonly folder: string;
  readonly event: APIGatewayProxyEventV2;
}

const BASE = "/api/ccsp";

const FunctionFile = z.record(
  z.string(),
  z.object({
    events: z.array(z.object({ httpApi: z.string().optional() })),
  }),
);

interface Route {
  readonly folder: string;
  readonly key: string;
}

const routes: readonly Route[] = readdirSync("functions").flatMap((folder) =>
  folder === "executor" ? [] : routesOf(folder),
);

function routesOf(folder: string): Route[] {
  const text = readFileSync(`functions/${folder}/function.yml`, "utf8");
  const file = FunctionFile.parse(parse(text, { logLevel: "error" }));
  return Object.values(file)
    .flatMap(({ events }) => events)
    .flatMap(({ httpApi }) =>
      httpApi === undefined
        ? []
        : [{ folder, key: httpApi === "*" ? "$default" : httpApi }],
    );
}

export function toEvent(request: HttpRequest): RoutedEvent {
  const url = new URL(`http://gateway${BASE}${request.path}`);
  const { folder, key, params } = route(request.method, url.pathname);
  const event: APIGatewayProxyEventV2 = {
    version: "2.0",
    routeKey: key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: {
      ...lengthOf(request.body),
      ...inLowerCase(request.headers ?? {}),
    },
    ...queryOf(url),
    ...(params && { pathParameters: params }),
    ...bodyOf(request),
    requestContext: {
      accountId: "-",
      apiId: "-",
      domainName: "-",
      domainPrefix: "-",
      http: {
        method: request.method,
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "test",
      },
      requestId: "-",
      routeKey: key,
      stage: "$default",
      time: "-",
      timeEpoch: 0,
    },
  };
  return { folder, event: Object.assign(event, request.bend?.(event)) };
}

function route(
  method: string,
  path: string,
): Route & { readonly params?: Record<string, string> } {
  for (const each of routes) {
    const [ofMethod, template = ""] = each.key.split(" ");
    const pattern = template.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const groups = new RegExp(`^${pattern}$`).exec(path);
    if (ofMethod !== method || !groups) continue;
    return {
      ...each,
      ...(groups.groups && { params: decoded(groups.groups) }),
    };
  }
  return { folder: "operator-api", key: "$default" };
}

const decoded = (params: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      decodeURIComponent(value),
    ]),
  );

/** Repeated parameters arrive as one, joined by commas. */
function queryOf(
  url: URL,
): Pick<APIGatewayProxyEventV2, "queryStringParameters"> {
  const names = [...new Set(url.searchParams.keys())];
  return names.length === 0
    ? {}
    : {
        queryStringParameters: Object.fromEntries(
          names.map((name) => [name, url.searchParams.getAll(name).join(",")]),
        ),
      };
}

const inLowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );

const lengthOf = (body: string | Buffer | undefined) =>
  body === undefined
    ? {}
    : { "content-length": String(Buffer.byteLength(body)) };

/** JSON and text arrive as text, whatever was sent; everything else as base64. */
function bodyOf({
  body,
  headers = {},
}: HttpRequest): Pick<APIGatewayProxyEventV2, "body" | "isBase64Encoded"> {
  if (body === undefined) return { isBase64Encoded: false };
  const type = headers["content-type"] ?? "application/json";
  return /^(text\/|application\/json)/.test(type)
    ? { isBase64Encoded: false, body: body.toString() }
    : { isBase64Encoded: true, body: Buffer.from(body).toString("base64") };
}
