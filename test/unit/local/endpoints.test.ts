import { createServer } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { choosePorts } from "../../../infra/local/choose-ports.ts";
import { endpointsOf, refuseSilence } from "../../../infra/local/endpoints.ts";

describe("Where LocalStack is", () => {
  it("is LocalStack's own port on this machine, unless somebody says otherwise", () => {
    expect(endpointsOf({ AWS_ENDPOINT_URL: "" })).toEqual({
      sqsEndpoint: "http://127.0.0.1:4566",
      dynamodbEndpoint: "http://127.0.0.1:4566",
    });
  });

  it("is said by the SDK's variables, for both services or for one", () => {
    const env = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:2/",
    };
    expect(endpointsOf(env)).toEqual({
      sqsEndpoint: "http://127.0.0.1:1",
      dynamodbEndpoint: "http://127.0.0.1:2",
    });
  });

  it.each([
    ["localhost:4566", "AWS_ENDPOINT_URL: must be an http URL"],
    ["nowhere", "AWS_ENDPOINT_URL: must be an http URL"],
    ["http://sqs.eu-west-1.amazonaws.com", "must lead to LocalStack"],
  ])("cannot be %s", (AWS_ENDPOINT_URL, problem) => {
    expect(() => endpointsOf({ AWS_ENDPOINT_URL })).toThrow(problem);
  });

  it("has to be where somebody listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const sqsEndpoint = `http://127.0.0.1:${String(port)}`;
    await refuseSilence({ sqsEndpoint, dynamodbEndpoint: sqsEndpoint });
    server.close();
  });

  it("is told how to start one where nobody listens", async () => {
    const [port] = await choosePorts(1);
    const endpoint = `http://127.0.0.1:${String(port)}`;
    const nowhere = { sqsEndpoint: endpoint, dynamodbEndpoint: endpoint };
    await expect(refuseSilence(nowhere)).rejects.toThrow(
      `nothing answers at ${endpoint}. Start LocalStack`,
    );
  });
});
