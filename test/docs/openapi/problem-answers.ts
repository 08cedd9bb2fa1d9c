/** How the document tells of problems: one answer for each status that a route can refuse with. */
import {
  type ProblemCode,
  PROBLEMS,
  problem,
} from "../../../shared/runtime/http/problem.ts";
import { headersOf } from "./headers.ts";
import { DETAILS } from "./problem-details.ts";

const ID = "5d7a6f0e-1c8b-4b0a-9a53-0f6f0a3a2e11";

const TYPE = "application/problem+json";

/** The codes that can be answered with each status. */
export const byStatus = (
  codes: readonly ProblemCode[],
): ReadonlyMap<number, readonly ProblemCode[]> =>
  Map.groupBy(codes, (code) => PROBLEMS[code][0]);

/** Many routes have it in common, so it has a name. */
export const nameOf = (codes: readonly ProblemCode[]): string =>
  [...codes].sort().join(".");

export const problemAnswer = (
  status: number,
  codes: readonly ProblemCode[],
) => ({
  description: codes.map((code) => `${PROBLEMS[code][1]}.`).join(" "),
  headers: headersOf([
    ...(status === 429 || status === 503 ? (["retry-after"] as const) : []),
    ...(status === 401 ? (["www-authenticate"] as const) : []),
  ]),
  content: {
    [TYPE]: {
      schema: {
        allOf: [
          { $ref: "#/components/schemas/Problem" },
          {
            type: "object",
            properties: { status: { const: status }, code: { enum: codes } },
          },
        ],
      },
      examples: Object.fromEntries(
        codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
      ),
    },
  },
});

/** Of every problem, for `components.examples`. */
export const problemExamples = (): Readonly<Record<string, object>> =>
  Object.fromEntries(
    (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => [
      code,
      {
        summary: PROBLEMS[code][1],
        value: problem(code, { detail: DETAILS[code] }, ID).body,
      },
    ]),
  );
