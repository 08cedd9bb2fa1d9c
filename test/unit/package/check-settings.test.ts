import { afterEach, expect, it, vi } from "vitest";
import CheckSettings from "../../../infra/package/check-settings.ts";

afterEach(() => vi.unstubAllEnvs());

const check = (command: string, stage: string, endpoint?: string) => () => {
  vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
  return new CheckSettings({
    service: { provider: { stage, region: "eu-west-1" } },
    processedInput: { commands: command.split(" ") },
    classes: { Error },
  });
};

it.each([undefined, "", "an emulator", "https://sqs.eu-west-1.amazonaws.com"])(
  "The stage of emulators is not deployed to AWS, where AWS_ENDPOINT_URL is %j",
  (endpoint) => {
    expect(check("deploy", "local", endpoint)).toThrow(
      "--stage: local, which is meant when none is named, is for emulators alone: say --stage dev or --stage prod",
    );
  },
);

it.each(["https://127.0.0.1:4566", "http://localhost.localstack.cloud:4566"])(
  "The stage of emulators is deployed to %s",
  (endpoint) => {
    expect(check("deploy", "local", endpoint)).not.toThrow();
  },
);

it.each(["dev", "prod"])("Stage %s is deployed to AWS", (stage) => {
  expect(check("deploy", stage)).not.toThrow();
});

it.each(["package", "offline", "remove", "deploy list"])(
  "`serverless %s` of the stage of emulators needs none",
  (command) => {
    expect(check(command, "local")).not.toThrow();
  },
);

it("A stage that is refused is told beside everything else that is wrong", () => {
  vi.stubEnv("CCSP_CONCURENCY", "3");
  vi.stubEnv("CCSP_MAX_TURNS", "many");
  expect(check("deploy", "local")).toThrow(
    /--stage: local[^]*CCSP_MAX_TURNS: [^]*CCSP_CONCURENCY: /u,
  );
});
