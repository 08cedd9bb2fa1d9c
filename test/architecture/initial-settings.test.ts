/** Functions and executor must begin with the same settings, wherever they run. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { SettingVariables } from "../../shared/runtime/setting-variables.ts";

/** And how much they tell. */
const NAMES = [...Object.keys(SettingVariables), "CCSP_LOG_LEVEL"];

/** CloudFormation's own tags (`!Ref`) are of no interest here, and stay text. */
const read = (file: string): unknown =>
  parse(readFileSync(file, "utf8"), { logLevel: "error" });

const Named = z.record(z.string(), z.string());
const Service = z.object({
  provider: z.object({ environment: Named }),
});
const Executor = z.object({
  Resources: z.object({
    ExecutorTask: z.object({
      Properties: z.object({
        ContainerDefinitions: z.tuple([
          z.object({
            Environment: z.array(
              z.object({ Name: z.string(), Value: z.string() }),
            ),
          }),
        ]),
      }),
    }),
  }),
});
const Compose = z.object({
  services: z.object({ executor: z.object({ environment: Named }) }),
});

const of = (env: Readonly<Record<string, string>>) =>
  NAMES.map((name) => [name, env[name]]);

it("The functions are told the variables of whoever deploys", () => {
  const { environment } = Service.parse(read("serverless.yml")).provider;
  expect(of(environment)).toEqual(
    NAMES.map((name) => [name, `\${env:${name}, ''}`]),
  );
});

it("The executor on Fargate is told the same as the functions", () => {
  const { environment } = Service.parse(read("serverless.yml")).provider;
  const { Resources } = Executor.parse(
    read("infra/resources/executor/service.yml"),
  );
  const [{ Environment }] =
    Resources.ExecutorTask.Properties.ContainerDefinitions;
  const told = Environment.map(({ Name, Value }) => [Name, Value] as const);
  expect(of(Object.fromEntries(told))).toEqual(of(environment));
});

it("The executor beside LocalStack is told those of the shell, as its functions are", () => {
  const { services } = Compose.parse(read("docker-compose.localstack.yml"));
  expect(of(services.executor.environment)).toEqual(
    NAMES.map((name) => [name, `\${${name}:-}`]),
  );
});
