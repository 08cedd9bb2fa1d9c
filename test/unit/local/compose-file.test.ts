/** What docker-compose.localstack.yml tells the executor is what `npm run localstack` makes. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import {
  ownEnvironment,
  serviceEnvironment,
} from "../../../infra/local/environment.ts";
import { queueName } from "../../../infra/local/queue-properties.ts";
import { readTemplateFile } from "../../../infra/local/read-template.ts";
import { tableShape } from "../../../infra/local/table-properties.ts";

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      ports: z.array(z.string()).default([]),
      environment: z.record(z.string(), z.string()),
    }),
  ),
});
const { services } = Compose.parse(
  parse(readFileSync("docker-compose.localstack.yml", "utf8")),
);
const IN_COMPOSE = "http://localstack:4566";

const resources = ["queues.yml", "tables.yml"].flatMap((file) => [
  ...readTemplateFile(
    new URL(`../../../infra/resources/${file}`, import.meta.url),
    {
      service: "ccsp",
      stage: "local",
    },
  ),
]);

it("names every queue and table", () => {
  const queues = resources.filter(([, { type }]) => type.endsWith("::Queue"));
  const tables = resources.filter(([, { type }]) => type.endsWith("::Table"));
  const wanted = serviceEnvironment(
    ownEnvironment({}, "none"),
    { sqsEndpoint: IN_COMPOSE, dynamodbEndpoint: IN_COMPOSE },
    {
      queueUrls: Object.fromEntries(
        queues.map(([id, queue]) => [
          id,
          `${IN_COMPOSE}/queue/us-east-1/000000000000/${queueName(id, queue)}`,
        ]),
      ),
      tableNames: Object.fromEntries(
        tables.map(([id, table]) => [id, tableShape(id, table).TableName]),
      ),
    },
  );
  const named = Object.entries(wanted).filter(
    ([name]) =>
      /^QUEUE_URL_|_TABLE$/.test(name) && name !== "QUEUE_URL_DEAD_LETTERS",
  );
  expect(named).toHaveLength(8);
  expect(services["executor"]?.environment).toMatchObject(
    Object.fromEntries(named),
  );
});

it("pins the last LocalStack that needs no account, and lets nobody else in", () => {
  expect(services["localstack"]?.image).toBe("localstack/localstack:4.14.0");
  for (const port of Object.values(services).flatMap(({ ports }) => ports))
    expect(port).toMatch(/^127\.0\.0\.1:/);
});
