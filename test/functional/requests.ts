/** Requests that more than one file sends. */
import type { HttpRequest } from "./gateway.ts";

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const submit = (
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest => ({
  method: "POST",
  path: "/tasks",
  headers,
  body: JSON.stringify(body),
});

export const get = (
  path: string,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest => ({ method: "GET", path, headers });

export const bearer = (token: string) => ({
  authorization: `Bearer ${token}`,
});
