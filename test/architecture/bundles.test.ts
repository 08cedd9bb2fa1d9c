import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { type Bundle, bundleFunction } from "./bundle-function.ts";

const names = readdirSync("functions").filter((name) => name !== "executor");

/** In bytes, minified. Those that talk to GitHub carry its client, one the pages that it serves, and have room for it. */
const ROOM: Readonly<Record<string, number>> = {
  "emergency-stop": 750_000,
  "operator-api": 950_000,
  "poll-session-issue": 750_000,
};
const USUAL_ROOM = 600_000;

/** What each may talk to; a client that is not named here must not be in the bundle. */
const SPOKEN_TO: Readonly<Record<string, readonly string[]>> = {
  "agent-api": ["client-dynamodb", "client-secrets-manager", "client-sqs"],
  "dispatch-scheduled": [
    "client-dynamodb",
    "client-secrets-manager",
    "client-sqs",
  ],
  "emergency-stop": ["client-dynamodb", "client-secrets-manager", "client-sns"],
  "operator-api": ["client-dynamodb", "client-sqs"],
  "poll-session-issue": [
    "client-dynamodb",
    "client-secrets-manager",
    "client-sns",
    "client-sqs",
  ],
  "wait-task": ["client-dynamodb"],
};

const clientsIn = ({ inputs }: Bundle): readonly string[] => [
  ...new Set(
    inputs.flatMap(
      (path) => /@aws-sdk\/(client-[^/]+)\//u.exec(path)?.[1] ?? [],
    ),
  ),
];

it.each(names)("%s is bundled within its room", async (name) => {
  const { bytes } = await bundleFunction(name);
  expect(bytes).toBeLessThan(ROOM[name] ?? USUAL_ROOM);
});

it.each(names)("%s carries the clients that it uses, alone", async (name) => {
  const bundle = await bundleFunction(name);
  expect(clientsIn(bundle).toSorted()).toEqual(SPOKEN_TO[name]?.toSorted());
});

it.each(names)(
  "%s carries no search for credentials and no foreign words",
  async (name) => {
    const { inputs } = await bundleFunction(name);
    const strays = inputs.filter((path) =>
      /credential-provider-(?!env)|\/nested-clients\/dist|zod\/.*\/locales\/(?!en\.)/u.test(
        path,
      ),
    );
    expect(strays).toEqual([]);
  },
);
