import { expect, it } from "vitest";
import OneRoleEach from "../../../infra/package/one-role-each.ts";

const allowed = (...Action: string[]) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    Policies: [{ PolicyDocument: { Statement: [{ Action }] } }],
  },
});
const role = allowed("logs:PutLogEvents");
const functionOf = (id: string) => ({
  Type: "AWS::Lambda::Function",
  Properties: { Role: { "Fn::GetAtt": [id, "Arn"] } },
});

/** What is left of these resources. */
function packaged<
  T extends Record<string, typeof role | ReturnType<typeof functionOf>>,
>(Resources: T): T {
  const provider = { compiledCloudFormationTemplate: { Resources } };
  const plugin = new OneRoleEach({ service: { provider }, classes: { Error } });
  plugin.hooks["before:package:finalize"]?.();
  return Resources;
}

it("A role that nobody has is not deployed", () => {
  const own = {
    WaitTaskIamRoleLambdaExecution: role,
    WaitTaskLambdaFunction: functionOf("WaitTaskIamRoleLambdaExecution"),
  };
  expect(packaged({ ...own, IamRoleLambdaExecution: role })).toEqual(own);
});

it("No role may make log groups, which the template makes", () => {
  const Own = allowed("logs:CreateLogGroup", "logs:PutLogEvents");
  expect(packaged({ Own })).toEqual({ Own: role });
});

it("A function without a role of its own is refused by its name", () => {
  expect(() =>
    packaged({
      IamRoleLambdaExecution: role,
      WaitTaskLambdaFunction: functionOf("IamRoleLambdaExecution"),
    }),
  ).toThrow(/WaitTaskLambdaFunction.*iamRoleStatements/u);
});
