/**
 * One route as a declaration: what it takes, what it answers, and how it comes to it. The stack
 * checks requests by it, tests the answers, and docs/openapi.json is written from it.
 */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { z } from "zod";
import type { Caller, Scope } from "../../domain/access-token.ts";
import type { ProblemCode } from "./problem.ts";
import type { NoQuery } from "./query.ts";
import type { Reply } from "./reply.ts";
import type { HeaderName } from "./response-headers.ts";

type Schemas = Readonly<Record<string, z.ZodType>>;

/** One way in which a route answers when all went well. Problems are declared by their codes. */
export interface Answer {
  readonly description: string;
  /** Of the body as it goes over the wire, with an `id`; left out: there is no body. */
  readonly body?: z.ZodType;
  /** Of the body, when it is no JSON: the schema is then that of a text. */
  readonly mediaType?: string;
  /** Besides those that every answer has. */
  readonly headers?: readonly HeaderName[];
}

/** By their status. */
export type Answers = Readonly<Record<number, Answer>>;

interface Declaration {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the base path, for example `/tasks/{taskId}`. */
  readonly path: string;
  /** A name for programs: `operationId` of the document. */
  readonly id: string;
  readonly summary: string;
  readonly answers: Answers;
  /** That this route can answer besides those that every route of its kind can. */
  readonly problems?: readonly ProblemCode[];
  /**
   * The route inspects the parts of its body by itself: what is wrong within one of them is that
   * one's problem alone.
   */
  readonly inspectsParts?: true;
}

/** What a route is given: checked by its own schemas. */
export interface RouteRequest<
  Params extends Schemas = Schemas,
  Query extends z.ZodType = z.ZodType,
  Headers extends Schemas = Schemas,
  Body extends z.ZodType = z.ZodType,
> {
  readonly event: APIGatewayProxyEventV2;
  /** As they came: what is no id names nothing, which each route says in its own words. */
  readonly params: { readonly [Name in keyof Params]: string };
  readonly query: z.output<Query>;
  readonly headers: {
    readonly [Name in keyof Headers]: z.output<Headers[Name]>;
  };
  readonly body: z.output<Body>;
  /** What every answer names, so that an operator finds it in the journal. */
  readonly requestId: string;
  /** How much of the function's time is left, in milliseconds. */
  readonly leftMs: () => number;
}

/** `undefined`: no token came. One that is not valid is a problem, on an open route as well. */
export type WhoCalls = () => Promise<Caller | undefined>;

/** A value as views give it: what JSON makes of it is what the schema says. */
export type Wire<Schema extends z.ZodType> = Unchanging<z.output<Schema>>;

type Unchanging<T> = T extends Date
  ? T
  : T extends readonly (infer Each)[]
    ? readonly Unchanging<Each>[]
    : T extends object
      ? { readonly [Name in keyof T]: Unchanging<T[Name]> }
      : T;

type ReplyOf<Given extends Answers> = {
  [Status in keyof Given & number]: {
    readonly status: Status;
    readonly body: Given[Status] extends {
      readonly body: infer Body extends z.ZodType;
    }
      ? Wire<Body>
      : undefined;
    readonly headers: Given[Status] extends {
      readonly headers: readonly (infer Name extends HeaderName)[];
    }
      ? Readonly<Record<Name, string>>
      : Readonly<Record<string, string>>;
  };
}[keyof Given & number];

/** Any route, for whoever serves it or writes about it. */
export interface Route extends Declaration {
  readonly scope: Scope | "any" | "open";
  readonly params?: Schemas;
  readonly query?: z.ZodType;
  readonly headers?: Schemas;
  readonly body?: z.ZodType;
  run(request: RouteRequest, caller: Caller | WhoCalls): Promise<Reply> | Reply;
}

/**
 * Names the types of one declaration. A route with a scope gets a caller (`any`: who has a token);
 * one that is open asks, if it wants to know. One without a `query` has none, and refuses any.
 */
export const route = <
  const Given extends Answers,
  const Who extends Scope | "any" | "open",
  Params extends Schemas = Schemas,
  Query extends z.ZodType = typeof NoQuery,
  Headers extends Schemas = Schemas,
  Body extends z.ZodType = z.ZodUndefined,
>(
  declared: Declaration & {
    readonly scope: Who;
    /** By the name in braces in the path. */
    readonly params?: Params;
    readonly query?: Query;
    /** By their names as people write them. */
    readonly headers?: Headers;
    readonly body?: Body;
    readonly answers: Given;
    run(
      request: RouteRequest<Params, Query, Headers, Body>,
      caller: Who extends "open" ? WhoCalls : Caller,
    ): Promise<ReplyOf<Given>> | ReplyOf<Given>;
  },
): Route => declared;
