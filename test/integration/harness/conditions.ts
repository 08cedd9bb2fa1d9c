/** On which conditions a role of the packaged template is taken on, or lets its holder do something. */
import { z } from "zod";
import { inWords } from "./granted.ts";
import type { PackagedTemplate } from "./packaged.ts";

const Statement = z.object({
  Action: z.union([z.array(z.string()), z.string()]),
  Resource: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
const Document = z.object({ Statement: z.array(Statement) });
const Role = z.object({
  AssumeRolePolicyDocument: Document,
  Policies: z.array(z.object({ PolicyDocument: Document })),
});

/** By what they are put on: `sts:AssumeRole`, `dynamodb:DeleteItem ControlTable`. */
export function conditionsOf(
  template: PackagedTemplate,
  role: string,
): Readonly<Record<string, unknown>> {
  const { AssumeRolePolicyDocument, Policies } = Role.parse(
    template.Resources[role]?.Properties,
  );
  const documents = Policies.map(({ PolicyDocument }) => PolicyDocument);
  return Object.fromEntries(
    [AssumeRolePolicyDocument, ...documents]
      .flatMap(({ Statement: statements }) => statements)
      .filter(({ Condition }) => Condition !== undefined)
      .map((statement) => [subjectOf(statement), statement.Condition]),
  );
}

const subjectOf = ({ Action, Resource }: z.output<typeof Statement>): string =>
  [Action, Resource === undefined ? [] : [Resource].flat().map(inWords)]
    .flat()
    .join(" ");
