import { expect } from "vitest";
import type { Answer } from "./service.ts";

export interface Expected {
  readonly status: number;
  readonly code: string;
  readonly field?: string;
  /** What the detail must say: the field, and what to do. */
  readonly detail?: RegExp;
}

/** RFC 9457 and nothing else: no stack, no name of an internal part. */
export function expectProblem(
  { status, headers, body, text }: Answer,
  expected: Expected,
): void {
  expect({ status, code: body["code"], field: body["field"] }).toStrictEqual({
    status: expected.status,
    code: expected.code,
    field: expected.field,
  });
  expect(headers["content-type"]).toBe("application/problem+json");
  expect(body).toMatchObject({
    type: `/api/ccsp/docs/errors#${expected.code}`,
    status: expected.status,
    title: expect.stringMatching(/^\w/),
    detail: expect.stringMatching(expected.detail ?? /\w/),
    requestId: headers["x-request-id"],
  });
  expect(text.length).toBeLessThan(4_000);
  expect(text).not.toMatch(/node_modules|\.ts\b|Error:|\bat \w+ \(/);
}
