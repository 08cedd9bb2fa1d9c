/**
 * A plugin of the framework: takes out of the template what nobody needs of the roles in it, and refuses to package a
 * function that has no role of its own. Stands after the plugin that makes these (infra/plugins.yml).
 */

/** What the framework calls the role that it would give to all functions. */
const SHARED_ROLE = "IamRoleLambdaExecution";
/** The template makes the log groups, with their retention. */
const NEEDLESS = "logs:CreateLogGroup";

/** What we need of the framework. */
interface Serverless {
  readonly service: {
    readonly provider: {
      readonly compiledCloudFormationTemplate: {
        readonly Resources: Record<string, Resource>;
      };
    };
  };
  readonly classes: { readonly Error: new (message: string) => Error };
}
interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly Role?: unknown;
    readonly Policies?: readonly Policy[];
  };
}
interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}
interface Statement {
  Action: string | readonly string[];
}

export default class OneRoleEach {
  readonly hooks: Readonly<Record<string, () => void>>;

  constructor({ service, classes }: Serverless) {
    this.hooks = {
      "before:package:finalize": () => {
        const { Resources } = service.provider.compiledCloudFormationTemplate;
        const without = functionsOfSharedRole(Resources);
        if (without.length > 0)
          throw new classes.Error(
            `No role of its own has ${without.join(", ")}: write iamRoleStatements into its function.yml`,
          );
        Reflect.deleteProperty(Resources, SHARED_ROLE);
        for (const { Properties } of Object.values(Resources))
          for (const { PolicyDocument } of Properties?.Policies ?? [])
            PolicyDocument.Statement.forEach(takeOutNeedless);
      },
    };
  }
}

const functionsOfSharedRole = (
  resources: Readonly<Record<string, Resource>>,
): readonly string[] =>
  Object.entries(resources)
    .filter(([, { Type }]) => Type === "AWS::Lambda::Function")
    .filter(([, { Properties }]) =>
      JSON.stringify(Properties?.Role ?? "").includes(`"${SHARED_ROLE}"`),
    )
    .map(([id]) => id);

function takeOutNeedless(statement: Statement): void {
  if (typeof statement.Action !== "string")
    statement.Action = statement.Action.filter((each) => each !== NEEDLESS);
}
