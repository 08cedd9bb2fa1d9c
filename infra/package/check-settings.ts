/**
 * A plugin of the framework: nothing is packaged while a setting is wrong, and every problem is named at once. It looks
 * as soon as it is made, because the framework would name one of them first and alone.
 */
import { problemsOfDeployment } from "./deploy-settings.ts";
import { problemsOfLocalStage } from "./local-stage.ts";

/** What we need of the framework. */
interface Serverless {
  readonly service: {
    readonly provider: { readonly stage: string; readonly region: string };
  };
  readonly processedInput: { readonly commands: readonly string[] };
  readonly classes: { readonly Error: new (message: string) => Error };
}

const PACKAGING = ["package", "deploy"];

export default class CheckSettings {
  readonly hooks = {};

  constructor({ service, processedInput, classes }: Serverless) {
    const [command = "", ...more] = processedInput.commands;
    if (!PACKAGING.includes(command) || more.length > 0) return;
    const { stage } = service.provider;
    const problems = [
      ...(command === "deploy" ? problemsOfLocalStage(stage, process.env) : []),
      ...problemsOfDeployment(service.provider, process.env),
    ];
    if (problems.length > 0)
      throw new classes.Error(
        `The settings cannot be deployed:\n${problems.join("\n")}`,
      );
  }
}
