/** What a role of the packaged template lets its holder do, and where. */
import { z } from "zod";
import type { PackagedTemplate } from "./packaged.ts";

const list = z
  .union([z.array(z.unknown()), z.unknown()])
  .transform((given): unknown[] => [given].flat());

const Statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: list.pipe(z.array(z.string())),
  Resource: list,
});
const Role = z.object({
  Policies: z.array(
    z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) }),
  ),
});

export interface Grant {
  readonly action: string;
  /** `TasksTable/index/wake`, or the whole of what is no resource of the template. */
  readonly resource: string;
}

export function grantsOf(
  template: PackagedTemplate,
  role: string,
): readonly Grant[] {
  const { Policies } = Role.parse(template.Resources[role]?.Properties);
  return Policies.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.flatMap(({ Effect, Action, Resource }) => {
      if (Effect === "Deny") throw new Error(`${role} denies something`);
      return Action.flatMap((action) =>
        Resource.map((resource) => ({ action, resource: inWords(resource) })),
      );
    }),
  );
}

const Attribute = z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) });
const Reference = z.object({ Ref: z.string() });
const Text = z.object({ "Fn::Sub": z.string() });

/** As in a grant. */
export function inWords(resource: unknown): string {
  const attribute = Attribute.safeParse(resource).data;
  if (attribute) return attribute["Fn::GetAtt"][0];
  const reference = Reference.safeParse(resource).data;
  if (reference) return reference.Ref;
  const text = Text.safeParse(resource).data?.["Fn::Sub"];
  if (text !== undefined) return text.replace(/^\$\{(\w+)\.Arn\}/u, "$1");
  return typeof resource === "string" ? resource : JSON.stringify(resource);
}
