/** With which problems a route can answer: its own, and those that follow from what it is. */
import type { ProblemCode } from "../../../shared/runtime/http/problem.ts";
import { AnyQuery } from "../../../shared/runtime/http/query.ts";
import type { Route } from "../../../shared/runtime/http/route.ts";

const BODY: readonly ProblemCode[] = [
  "invalid-json",
  "invalid-encoding",
  "invalid-request",
  "payload-too-large",
];
const ANY_TOKEN: readonly ProblemCode[] = ["unauthorized", "too-many-failures"];

export function problemsOf(route: Route): readonly ProblemCode[] {
  const { scope, body, params, headers, query, problems = [] } = route;
  const checks = query !== AnyQuery || headers !== undefined;
  const codes: ProblemCode[] = [
    ...(checks ? (["invalid-request"] as const) : []),
    ...(body ? BODY : []),
    ...(scope === "open" ? [] : ANY_TOKEN),
    ...(scope === "open" || scope === "any" ? [] : (["forbidden"] as const)),
    // A part of the path that has a slash or nothing in it makes another path.
    ...(params ? (["route-not-found"] as const) : []),
    ...problems,
    "internal-error",
    "dependency-unavailable",
  ];
  return [...new Set(codes)];
}
