import { describe, expect, it } from "vitest";
import {
  readTemplate,
  readTemplateFile,
} from "../../../infra/local/read-template.ts";

const naming = { service: "ccsp", stage: "local" };

describe("readTemplate", () => {
  it("fills in names, merges shared properties and keeps references in their long form", () => {
    const resources = readTemplate(
      `
Resources:
  First:
    Type: AWS::SQS::Queue
    Properties: &shared
      QueueName: \${self:service}-\${sls:stage}-first
      VisibilityTimeout: 30
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn }
  Second:
    Type: AWS::SQS::Queue
    Properties:
      <<: *shared
      QueueName: !Sub \${First}-2
      Tags: [!Ref First]
`,
      naming,
    );
    expect(resources.get("First")?.properties["QueueName"]).toBe(
      "ccsp-local-first",
    );
    expect(resources.get("Second")).toEqual({
      type: "AWS::SQS::Queue",
      properties: {
        QueueName: { "Fn::Sub": "${First}-2" },
        VisibilityTimeout: 30,
        RedrivePolicy: {
          deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] },
        },
        Tags: [{ Ref: "First" }],
      },
    });
  });

  it("refuses a framework variable that it cannot fill in", () => {
    const text = "Resources: { A: { Type: '${opt:type, \"x\"}' } }";
    expect(() => readTemplate(text, naming)).toThrow(
      '${opt:type, "x"} has no meaning on the local stack',
    );
  });

  it.each(["queues.yml", "tables.yml"])("reads %s, which deploys", (file) => {
    const url = new URL(`../../../infra/resources/${file}`, import.meta.url);
    expect(readTemplateFile(url, naming).size).toBeGreaterThan(1);
  });
});
