import { describe, expect, it } from "vitest";
import {
  type ProblemCode,
  problem,
  PROBLEMS,
} from "../../../shared/runtime/http/problem.ts";

const codes = Object.keys(PROBLEMS) as ProblemCode[];

describe.each(codes)("%s", (code) => {
  it("is an RFC 9457 problem with a stable code", () => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    const { status, headers, body } = problem(code, { detail: "x" }, "id");
    expect(status).toBeGreaterThanOrEqual(400);
    expect(headers).toHaveProperty("content-type", "application/problem+json");
    expect(body).toStrictEqual({
      type: `/api/ccsp/docs/errors#${code}`,
      title: expect.stringMatching(/^[A-Z].*[^.]$/) as string,
      status,
      code,
      detail: "x",
      requestId: "id",
    });
  });
});

it("says when to come again in a header only", () => {
  const details = { detail: "x", retryAfterSeconds: 7 };
  const { headers, body } = problem("emergency-stop", details, "id");
  expect(headers["retry-after"]).toBe("7");
  expect(body).not.toHaveProperty("retryAfterSeconds");
});
