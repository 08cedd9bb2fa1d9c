import { describe, expect, it } from "vitest";
import { curlLines } from "../../../infra/local/curl-lines.ts";

const access = {
  baseUrl: "http://127.0.0.1:3001/api/ccsp",
  agentToken: "ccsp_a_secret",
  operatorToken: "ccsp_o_secret",
  webhookSecret: "whsec_secret",
  sqsEndpoint: "http://sqs",
  dynamodbEndpoint: "http://dynamodb",
};

describe("curlLines", () => {
  it("submits as the agent, waits for the start-up request, asks for health as the operator", () => {
    const [submit, wait, health] = curlLines(access, "t1", {});
    expect(submit).toContain(`${access.baseUrl}/tasks -H 'Authorization`);
    expect(submit).toContain("ccsp_a_secret");
    expect(wait).toContain("/tasks/t1/result?wait=20'");
    expect(health).toContain("ccsp_o_secret");
  });

  it("lists the tasks when the start-up request was not accepted", () => {
    const [, list] = curlLines(access, undefined, {});
    expect(list).toContain(`${access.baseUrl}/tasks -H`);
  });

  it("goes past a proxy that curl would use", () => {
    for (const line of curlLines(access, "t1", { http_proxy: "http://proxy" }))
      expect(line).toMatch(/^curl -sS --noproxy '\*' /);
  });
});
