/** The network that is made for executors is there before them, and goes after them. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (name: string): string =>
  readFileSync(`infra/resources/executor/${name}.yml`, "utf8");

it("An executor starts when it has a way out, and the way out goes when no executor is left", () => {
  const ways = [
    ...read("network").matchAll(
      /^ {2}(\w+):\n {4}Type: AWS::EC2::(?:Route|SubnetRouteTableAssociation)$/gm,
    ),
  ].map(([, id = ""]) => `!Ref ${id}`);
  expect(ways).toHaveLength(3);
  const [, awaited = ""] =
    /WayOut: !If\n\s+- MakesNetwork\n\s+- \[([^\]]+)\]/.exec(read("service")) ??
    [];
  expect(awaited.split(/,\s*/).toSorted()).toEqual(ways.toSorted());
});
