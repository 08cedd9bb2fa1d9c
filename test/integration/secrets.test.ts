/** Secrets of agents and operators: none is found in a log, a metric, an issue, a notice or a page. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logsOf, pagesOf, type Places, sightings } from "./harness/canaries.ts";
import {
  startTellingService,
  type TellingService,
} from "./harness/telling-service.ts";

let service: TellingService;
beforeAll(async () => {
  service = await startTellingService();
}, 400_000);
afterAll(() => service.end());

/** What operators may look at, whatever routes there are. */
async function pages(): Promise<Places> {
  const token = service.stack.operatorToken;
  const ofNoAgent = (path: string) => path !== "/tasks";
  const texts = pagesOf("docs/openapi.json")
    .filter(ofNoAgent)
    .map(async (path) => {
      const response = await service.send(path, { token });
      // A service that is stopped may say so of its health.
      if (path !== "/health")
        expect([path, response.status]).toEqual([path, 200]);
      return [`GET ${path}`, await response.text()] as const;
    });
  return Object.fromEntries(await Promise.all(texts));
}

/** The tasks as their owner sees them. */
async function owned(): Promise<Places> {
  const texts = [...service.tasks.keys()].map(
    async (way) =>
      [`task ${way}`, JSON.stringify(await service.shown(way))] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
}

async function everywhere(): Promise<Places> {
  const { stack, gitHub, receiver } = service;
  return {
    ...(await pages()),
    ...(await owned()),
    ...logsOf(stack.stateDir),
    issues: JSON.stringify([...gitHub.issues.values()]),
    notices: JSON.stringify(
      receiver.arrived.map(({ headers, body }) => ({ headers, body })),
    ),
  };
}

const answerOf = async () => (await service.shown("answer")).result ?? "";

describe("Everything that the service says", () => {
  it("is searched: what may be told is found in it", async () => {
    const places = await everywhere();
    const { taskId = "", requestId = "" } = service.tasks.get("refusal") ?? {};
    expect(sightings({ taskId, requestId }, places)).toEqual(
      expect.arrayContaining([
        "taskId in api.log",
        "taskId in executor.log",
        "taskId in GET /dead-letters",
        "taskId in notices",
        "requestId in api.log",
        "requestId in executor.log",
      ]),
    );
    const { metadata } = service;
    const answer = await answerOf();
    expect(sightings({ metadata, answer }, places)).toEqual(
      expect.arrayContaining([
        "metadata in GET /dead-letters",
        "answer in task answer",
      ]),
    );
    for (const words of ["The CLI said", "a drill"])
      expect(places["issues"]).toContain(words);
    expect(places["executor.log"]).toContain('"_aws"');
    // The CLI did repeat what it knows, and its owner is told that without the secrets.
    expect(places["task refusal"]).toContain("tell: refusal");
    expect(places["task refusal"]).toContain("[hidden]");
  });

  it("holds no secret", async () => {
    const { planted, stack, gitHub } = service;
    const secretOf = (token: string) => token.split("_").at(-1) ?? "";
    const secrets = {
      ...planted,
      agentToken: secretOf(stack.agentToken),
      operatorToken: secretOf(stack.operatorToken),
      gitHubToken: gitHub.token,
    };
    expect(sightings(secrets, await everywhere())).toEqual([]);
  });

  it("holds answers and metadata only where their owner or the dead-letter desk looks", async () => {
    const { metadata } = service;
    const answer = await answerOf();
    expect(answer).toMatch(/^answer-/);
    const found = sightings({ metadata, answer }, await everywhere());
    const belongs =
      /^(metadata|answer) in task \w+$|^metadata in GET \/dead-letters$/;
    expect(found.filter((each) => !belongs.test(each))).toEqual([]);
  });
});

it("A task is followed from its request to the process that ran for it", () => {
  const { taskId = "", requestId = "" } = service.tasks.get("login") ?? {};
  for (const event of ["run-started", "cli-started", "run-recorded"])
    expect(service.linesWith(event, taskId, requestId)).not.toEqual([]);
  const [line = ""] = service.linesWith("cli-started", taskId);
  expect(JSON.parse(line)).toMatchObject({ pid: expect.any(Number) as number });
});
