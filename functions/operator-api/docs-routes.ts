/** The API's own documents, open to all: nothing in them is anybody's. */
import * as z from "zod";
import {
  ERRORS_PAGE,
  OPENAPI_DOCUMENT,
} from "../../shared/runtime/http/own-documents.ts";
import { AnyQuery } from "../../shared/runtime/http/query.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";

/** They change with a deployment only. */
const KEPT = "public, max-age=300";

const NOTHING_BUT_ITS_STYLE =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const IfNoneMatch = {
  "If-None-Match": z
    .string()
    .optional()
    .meta({ description: "The `ETag` that is known.", examples: ['"4f2a"'] }),
};

const OpenApiDocument = z
  .looseObject({ openapi: z.string() })
  .meta({ id: "OpenApiDocument", examples: [{ openapi: "3.1.1" }] });

const Page = z.string().meta({ id: "Page", examples: ["<!doctype html>"] });

const UNCHANGED = {
  description: "It is the one that is known.",
  headers: ["etag"],
} as const;

/** Also as a proxy that compressed the answer writes it. */
const isKnown = (known: string | undefined, tag: string): boolean =>
  known?.includes(tag) === true;

export const docsRoutes = (): readonly Route[] => [
  route({
    method: "GET",
    path: "/openapi.json",
    id: "getOpenApi",
    scope: "open",
    summary: "This document.",
    query: AnyQuery,
    headers: IfNoneMatch,
    answers: {
      200: {
        description: "The document.",
        body: OpenApiDocument,
        headers: ["etag"],
      },
      304: UNCHANGED,
    },
    run: ({ headers }) => {
      const { body, etag } = OPENAPI_DOCUMENT;
      const kept = { etag, "cache-control": KEPT };
      return isKnown(headers["If-None-Match"], etag)
        ? json(304, undefined, kept)
        : json(200, body, kept);
    },
  }),
  route({
    method: "GET",
    path: "/docs/errors",
    id: "getErrorsPage",
    scope: "open",
    summary: "What each error means, and what to do: a page for people.",
    query: AnyQuery,
    headers: IfNoneMatch,
    answers: {
      200: {
        description: "The page.",
        mediaType: "text/html",
        body: Page,
        headers: ["etag", "content-security-policy"],
      },
      304: UNCHANGED,
    },
    run: ({ headers }) => {
      const { body, etag } = ERRORS_PAGE;
      const kept = { etag, "cache-control": KEPT };
      return isKnown(headers["If-None-Match"], etag)
        ? json(304, undefined, kept)
        : json(200, body, {
            ...kept,
            "content-type": "text/html; charset=utf-8",
            "content-security-policy": NOTHING_BUT_ITS_STYLE,
          });
    },
  }),
];
