import { z } from "zod";
import { TemplateError } from "./read-template.ts";

/** What `!Ref` and `!GetAtt` stand for, by logical id. */
export interface Known {
  readonly ref: Readonly<Record<string, string>>;
  readonly arn: Readonly<Record<string, string>>;
}

const Intrinsic = z.union([
  z.strictObject({ Ref: z.string() }),
  z.strictObject({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }),
  z.strictObject({ "Fn::Sub": z.string() }),
]);

/** Replaces every intrinsic function in a property value; what is not known is an error. */
export function resolveIntrinsics(value: unknown, known: Known): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolveIntrinsics(item, known));
  if (typeof value !== "object" || value === null) return value;
  const intrinsic = Intrinsic.safeParse(value);
  if (intrinsic.success) return resolveOne(intrinsic.data, known);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      resolveIntrinsics(inner, known),
    ]),
  );
}

function resolveOne(
  intrinsic: z.infer<typeof Intrinsic>,
  known: Known,
): string {
  if ("Ref" in intrinsic) return lookUp(intrinsic.Ref, known);
  if ("Fn::GetAtt" in intrinsic)
    return lookUp(intrinsic["Fn::GetAtt"].join("."), known);
  return intrinsic["Fn::Sub"].replaceAll(/\$\{([^}]+)\}/g, (_, path: string) =>
    lookUp(path, known),
  );
}

/** @param path `LogicalId` as in `!Ref`, or `LogicalId.Arn` as in `!GetAtt` */
function lookUp(path: string, known: Known): string {
  const value = path.endsWith(".Arn")
    ? known.arn[path.slice(0, -".Arn".length)]
    : known.ref[path];
  if (value === undefined)
    throw new TemplateError(`${path} refers to nothing on the local stack`);
  return value;
}
