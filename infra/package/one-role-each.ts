/**
 * A plugin of the framework: takes the role that it would give to all functions out of the template, and refuses to
 * package a function that has no role of its own. Stands after the plugin that makes these (infra/plugins.yml).
 */

/** What the framework calls it. */
const SHARED_ROLE = "IamRoleLambdaExecution";

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
  readonly Properties?: { readonly Role?: unknown };
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
