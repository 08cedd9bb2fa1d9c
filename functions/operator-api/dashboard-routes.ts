/** The dashboard: a page for people that holds no data, and asks for it with the token that they enter. */
import * as z from "zod";
import { AnyQuery } from "../../shared/runtime/http/query.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import page from "./dashboard-page.json" with { type: "json" };

/** It runs the one script that it holds, and speaks to nobody but this service. */
const POLICY = [
  "default-src 'none'",
  `script-src '${page.scriptHash}'`,
  `style-src '${page.styleHash}'`,
  "img-src data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TAG = `"${page.hash}"`;

const IfNoneMatch = {
  "If-None-Match": z
    .string()
    .optional()
    .meta({ description: "The `ETag` that is known.", examples: ['"4f2a"'] }),
};

const Dashboard = z
  .string()
  .meta({ id: "Dashboard", examples: ["<!doctype html>"] });

export const dashboardRoutes = (): readonly Route[] => [
  route({
    method: "GET",
    path: "/dashboard",
    id: "getDashboard",
    scope: "open",
    summary: "How the service is, as a page for people.",
    query: AnyQuery,
    headers: IfNoneMatch,
    answers: {
      200: {
        description: "The page, without any data.",
        mediaType: "text/html",
        body: Dashboard,
        headers: ["etag", "content-security-policy", "referrer-policy"],
      },
      304: { description: "It is the one that is known.", headers: ["etag"] },
    },
    run: ({ headers }) => {
      const kept = { etag: TAG, "cache-control": "no-cache" };
      return headers["If-None-Match"]?.includes(TAG) === true
        ? json(304, undefined, kept)
        : json(200, page.html, {
            ...kept,
            "content-type": "text/html; charset=utf-8",
            "content-security-policy": POLICY,
            "referrer-policy": "no-referrer",
          });
    },
  }),
];
