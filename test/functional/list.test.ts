import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, get, submit } from "./requests.ts";
import { type Answer, type Service, startService } from "./service.ts";
import { type Hand, idOf, newHand } from "./tasks.ts";

const TASKS = 120;

let service: Service;
let hand: Hand;
/** Newest first. */
const ids: string[] = [];
beforeAll(async () => {
  service = await startService();
  hand = newHand();
  for (let made = 0; made < TASKS; made += 1) {
    const priority = made % 4 === 0 ? "high" : "normal";
    const body = { prompt: "x", priority, metadata: { made } };
    ids.unshift(idOf(await service.send(submit(body))));
  }
  await service.send(
    submit({ prompt: "x" }, bearer(service.tokens.otherAgent)),
  );
});
afterAll(() => service.end());

const list = (query = "", token = service.tokens.agent) =>
  service.send(get(`/tasks${query}`, bearer(token)));

const itemsOf = ({ body }: Answer) =>
  body["items"] as Readonly<Record<string, unknown>>[];
const idsOf = (answer: Answer) => itemsOf(answer).map((item) => item["taskId"]);
const cursorOf = ({ body }: Answer) => String(body["cursor"]);

/** All pages, each asked for with the cursor of the one before. */
async function pages(query: string): Promise<Answer[]> {
  const all = [await list(query)];
  for (;;) {
    const last = all.at(-1);
    if (last?.body["cursor"] === undefined) return all;
    all.push(await list(`${query}&cursor=${cursorOf(last)}`));
  }
}

/** One cancelled, one done: the others wait. */
async function finishTwo(): Promise<readonly [string, string]> {
  const [cancelled, done] = [
    idOf(await service.send(submit({ prompt: "x" }, second()))),
    idOf(await service.send(submit({ prompt: "x" }, second()))),
  ];
  await service.send({
    method: "DELETE",
    path: `/tasks/${cancelled}`,
    headers: second(),
  });
  await hand.finish(done, "success", "a long answer");
  return [cancelled, done];
}
const second = () => bearer(service.tokens.otherAgent);

describe("GET /tasks", () => {
  it("gives the caller's own, newest first, fifty a page", async () => {
    const all = await pages("?");
    expect(all.map((page) => itemsOf(page).length)).toStrictEqual([50, 50, 20]);
    expect(all.flatMap(idsOf)).toStrictEqual(ids);
    expect(all.at(-1)?.body).not.toHaveProperty("cursor");
  });

  it.each([100, 7, 40])(
    "pages of %d miss and repeat nothing",
    async (limit) => {
      const all = await pages(`?limit=${limit}`);
      expect(all.flatMap(idsOf)).toStrictEqual(ids);
    },
  );

  it("gives each as GET /tasks/{taskId} does, without its result", async () => {
    const [first] = itemsOf(await list("?limit=1"));
    const whole = await service.send(get(`/tasks/${String(ids[0])}`));
    expect(first).toStrictEqual(whole.body);
  });

  it("filters by priority", async () => {
    const all = await pages("?priority=high&limit=11");
    const found = all.flatMap(itemsOf);
    expect(found).toHaveLength(TASKS / 4);
    expect(new Set(found.map((item) => item["priority"]))).toEqual(
      new Set(["high"]),
    );
    expect(itemsOf(await list("?priority=urgent"))).toStrictEqual([]);
  });

  it("filters by status", async () => {
    const [cancelled, done] = await finishTwo();
    const token = service.tokens.otherAgent;
    expect(idsOf(await list("?status=cancelled", token))).toEqual([cancelled]);
    const succeeded = await list("?status=succeeded&priority=normal", token);
    expect(idsOf(succeeded)).toEqual([done]);
    expect(itemsOf(succeeded)[0]).not.toHaveProperty("result");
    expect(itemsOf(await list("?status=queued", token))).toHaveLength(1);
    expect(itemsOf(await list("?status=failed", token))).toHaveLength(0);
  });

  it("gives an empty list when nothing is found", async () => {
    const { status, body } = await list("?status=blocked");
    expect({ status, body }).toStrictEqual({
      status: 200,
      body: { items: [] },
    });
  });
});
