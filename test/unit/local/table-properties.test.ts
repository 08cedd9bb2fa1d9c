import { describe, expect, it } from "vitest";
import { tableShape } from "../../../infra/local/table-properties.ts";

const shape = {
  TableName: "ccsp-local-things",
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
};
const table = (properties: Record<string, unknown>) => ({
  type: "AWS::DynamoDB::Table",
  properties: { ...shape, ...properties },
});

describe("tableShape", () => {
  it("leaves out what the emulator lacks and nothing local misses", () => {
    const onAws = table({
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      Tags: [],
    });
    expect(tableShape("Things", onAws)).toEqual(shape);
  });

  it("refuses a property of neither list, by its name", () => {
    const streaming = table({
      StreamSpecification: { StreamViewType: "NEW_IMAGE" },
    });
    expect(() => tableShape("Things", streaming)).toThrow(
      /table Things cannot be created .*"StreamSpecification"/s,
    );
  });
});
