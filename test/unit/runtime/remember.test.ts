import { expect, it } from "vitest";
import { remember } from "../../../shared/runtime/remember.ts";

function world(answers: readonly (() => Promise<string>)[]) {
  let ms = 0;
  let asked = 0;
  const ask = remember(
    () => {
      const answer = answers[asked] ?? (() => Promise.resolve("more"));
      asked += 1;
      return answer();
    },
    1_000,
    { now: () => new Date(ms) },
  );
  return { ask, pass: (byMs: number) => (ms += byMs), asked: () => asked };
}

const saying = (text: string) => () => Promise.resolve(text);

it("asks once in a while", async () => {
  const { ask, pass, asked } = world([saying("one"), saying("two")]);
  expect([await ask(), await ask()]).toStrictEqual(["one", "one"]);
  pass(999);
  expect(await ask()).toBe("one");
  pass(1);
  expect(await ask()).toBe("two");
  expect(asked()).toBe(2);
});

it("asks once for all who ask at the same time", async () => {
  const { ask, asked } = world([saying("one")]);
  await Promise.all([ask(), ask(), ask()]);
  expect(asked()).toBe(1);
});

it("asks again at once after a failure", async () => {
  const { ask } = world([() => Promise.reject(new Error("no")), saying("yes")]);
  await expect(ask()).rejects.toThrow("no");
  expect(await ask()).toBe("yes");
});
