/** Every error on the wire: RFC 9457 problem details. https://www.rfc-editor.org/rfc/rfc9457 */
import * as z from "zod";
import { type ProblemCode, PROBLEMS } from "./problem.ts";

const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

const FieldProblemSchema = z
  .strictObject({ field: z.string(), message: z.string() })
  .meta({ id: "FieldProblem", description: "What is wrong with one field." });

export const ProblemSchema = z
  .strictObject({
    type: z.string().meta({
      format: "uri-reference",
      description: "Where this kind of problem is explained.",
    }),
    title: z.string(),
    status: z.int(),
    code: z.enum(CODES).meta({
      id: "ProblemCode",
      description: "Stable: programs may act on it.",
    }),
    detail: z.string().meta({
      description: "What was wrong with this request, and what to do.",
    }),
    field: z.string().optional().meta({
      description: "The first field that was wrong.",
    }),
    errors: z.array(FieldProblemSchema).optional(),
    requestId: z.string().meta({
      description: "By it an operator finds the request in the journal.",
    }),
  })
  .meta({
    id: "Problem",
    description: "RFC 9457 problem details.",
  });
