import { readFileSync } from "node:fs";
import { parse, type ScalarTag } from "yaml";
import { z } from "zod";

/** The two names that a template takes from the framework: `${self:service}` and `${sls:stage}`. */
export interface Naming {
  readonly service: string;
  readonly stage: string;
}

export interface Resource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

/**
 * Reads a resource file that `serverless.yml` includes: by logical id, with names filled in and
 * `!Ref`, `!GetAtt` and `!Sub` in their long form.
 */
export function readTemplate(
  text: string,
  naming: Naming,
): ReadonlyMap<string, Resource> {
  const document: unknown = parse(fillIn(text, naming), {
    merge: true,
    customTags: [refTag, getAttTag, subTag],
  });
  return new Map(
    Object.entries(Template.parse(document).Resources).map(
      ([id, { Type, Properties }]) => [
        id,
        { type: Type, properties: Properties },
      ],
    ),
  );
}

export function readTemplateFile(
  file: URL,
  naming: Naming,
): ReadonlyMap<string, Resource> {
  return readTemplate(readFileSync(file, "utf8"), naming);
}

function fillIn(text: string, naming: Naming): string {
  const filled = text
    .replaceAll("${self:service}", naming.service)
    .replaceAll("${sls:stage}", naming.stage);
  const left = /\$\{[a-z]+(?:\([^)]*\))?:[^}]*\}/.exec(filled)?.[0];
  if (left !== undefined)
    throw new TemplateError(`${left} has no meaning on the local stack`);
  return filled;
}

/** A template asks for something that the local stack does not know. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

const refTag: ScalarTag = { tag: "!Ref", resolve: (id) => ({ Ref: id }) };
const getAttTag: ScalarTag = {
  tag: "!GetAtt",
  resolve: (path) => ({ "Fn::GetAtt": splitOnce(path) }),
};
const subTag: ScalarTag = {
  tag: "!Sub",
  resolve: (text) => ({ "Fn::Sub": text }),
};

function splitOnce(path: string): readonly [string, string] {
  const dot = path.indexOf(".");
  return [path.slice(0, dot), path.slice(dot + 1)];
}
