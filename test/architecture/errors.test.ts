/** Whoever follows the `type` of a problem finds out what happened and what to do. */
import { expect, it } from "vitest";
import { ERROR_CODES } from "../../shared/domain/task.ts";
import { PROBLEMS } from "../../shared/runtime/http/problem.ts";
import { errorsPage } from "../docs/errors-page.ts";

const sections = new Map(
  errorsPage()
    .split('<h3 id="')
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf('"')), part]),
);

const wanted = [
  ...Object.keys(PROBLEMS),
  ...ERROR_CODES.map((code) => `task-${code}`),
];

it("docs/errors.md explains each code once, and no other", () => {
  expect([...sections.keys()].sort()).toEqual([...wanted].sort());
});

it.each(wanted)("says what %s is, why, and what to do", (code) => {
  for (const part of ["What happened:", "Why:", "What to do:"])
    expect(sections.get(code)).toMatch(
      new RegExp(`<strong>${part}</strong> \\S.`),
    );
});

it("the page can do nothing but be read", () => {
  expect(errorsPage()).not.toMatch(/<script|<link|<img|\son\w+=|https?:/i);
});
