/** A plugin of the framework: nothing is packaged while a setting is wrong, and every problem is named at once. */
import { problemsOfDeployment } from "./deploy-settings.ts";

/** What we need of the framework. */
interface Serverless {
  readonly service: { readonly provider: { readonly stage: string } };
  readonly classes: { readonly Error: new (message: string) => Error };
}

export default class CheckSettings {
  readonly hooks: Readonly<Record<string, () => void>>;

  constructor({ service, classes }: Serverless) {
    this.hooks = {
      "before:package:cleanup": () => {
        const problems = problemsOfDeployment(
          service.provider.stage,
          process.env,
        );
        if (problems.length > 0)
          throw new classes.Error(
            `The settings cannot be deployed:\n${problems.join("\n")}`,
          );
      },
    };
  }
}
