/** The dashboard as people meet it: `npm start`, a real browser, real tasks. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isBrowserThere, startBrowser } from "./harness/browser.ts";
import {
  type DashboardPages,
  dashboardPages,
  seriousFindings,
} from "./harness/dashboard.ts";
import { hostile, HOSTILE_TEXTS } from "./harness/hostile-text.ts";
import { removeState, type Stack, startStack } from "./harness/stack.ts";

const SLOW = { timeout: 60_000 };
/** Where CI runs, a browser that is missing is a failure; elsewhere it is said. */
const isSkipped = !isBrowserThere() && process.env["CI"] === undefined;
if (isSkipped)
  process.emitWarning(
    "The dashboard is NOT tested: there is no Chromium (apt-get install chromium, or set CHROMIUM).",
  );

let stack: Stack;
let browser: Browser;
let pages: DashboardPages;

describe.skipIf(isSkipped)("The dashboard", () => {
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack(), startBrowser()]);
    pages = dashboardPages(browser, stack);
  }, 120_000);
  afterEach(async () => {
    const contexts = browser.contexts();
    const open = contexts.flatMap((context) => context.pages());
    // What a page asks while it is closed is nobody's fault.
    await Promise.all(
      open.map((page) => page.unrouteAll({ behavior: "ignoreErrors" })),
    );
    await Promise.all(contexts.map((context) => context.close()));
    // No error in the console, no request to anybody else.
    expect(pages.complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.kill();
    removeState(stack);
  });

  const submit = async (prompt: string): Promise<string> => {
    const body = { prompt };
    const answer = await stack.call<{ taskId: string }>("/tasks", { body });
    return answer.body.taskId;
  };
  const panel = (page: Page, name: string) =>
    page.getByRole("region", { name, exact: true }).first();

  it("says what is wrong with a token, and lets in whoever may observe", async () => {
    const page = await pages.open();
    const enter = async (token: string): Promise<void> => {
      await page.getByLabel("Token", { exact: true }).fill(token);
      await page.getByRole("button", { name: "Show" }).click();
    };
    await enter("ccsp_wrong_token");
    await page
      .getByRole("alert")
      .getByText(/token is/i)
      .waitFor();
    await enter("tökens are plain");
    await page
      .getByRole("alert")
      .getByText(/malformed/)
      .waitFor();
    await enter(stack.agentToken);
    await page
      .getByRole("alert")
      .getByText(/needs the scope/)
      .waitFor();
    const { body } = await stack.call<{ token: string }>("/tokens", {
      token: stack.operatorToken,
      body: { agent: "looker", scopes: ["observe"] },
    });
    await enter(body.token);
    await panel(page, "Gates").waitFor();
    await page.getByText("Working").waitFor();
    expect(await page.getByRole("button").allTextContents()).toEqual([
      "Forget token",
    ]);
    await page.reload();
    await panel(page, "Gates").waitFor();
    await page.getByRole("button", { name: "Forget token" }).click();
    await page.reload();
    await page.getByLabel("Token", { exact: true }).waitFor();
    // The browser itself notes that it was refused.
    const notes = pages.complaints.splice(0);
    expect(notes.filter((note) => !note.includes("401"))).toEqual([]);
  });

  it("shows what runs, what finished and what failed, by itself", async () => {
    const page = await pages.signIn();
    await panel(page, "Running tasks").getByText("Nothing runs.").waitFor();
    const long = await submit('simulate: {"sleepMs": 20000}');
    await panel(page, "Running tasks").getByText(long).waitFor();
    const failed = await submit('simulate: {"outcome": "invalid-request"}');
    const failures = panel(page, "Recent failures");
    await failures.getByText(failed).waitFor();
    expect(await failures.textContent()).toContain("invalid-request");
    await page.getByText("1 failed").waitFor();
    await page.getByRole("img", { name: /of these failed: last/ }).waitFor();
    await panel(page, "Predictions").getByText("–").first().waitFor();
    await page.getByText("255 selections").waitFor();
  });

  it("asks before it pauses, and resumes", async () => {
    const page = await pages.signIn();
    const gates = panel(page, "Gates");
    const dialog = page.getByRole("dialog");
    await gates.getByRole("button", { name: "Pause…" }).click();
    await dialog.getByText("Pause the queue?").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await paused()).toMatchObject({ closed: false });

    await gates.getByRole("button", { name: "Pause…" }).press("Enter");
    await dialog.getByLabel(/Reason/).fill("moving the table");
    await dialog.getByLabel("How long").selectOption("for 1 hour");
    await dialog.getByRole("button", { name: "Pause" }).click();
    await gates.getByText("moving the table").waitFor();
    await gates.getByText(/in 59 min/).waitFor();
    await page.getByText("Held: Pause").waitFor();
    expect(await paused()).toMatchObject({
      closed: true,
      reason: "moving the table",
    });

    await gates.getByRole("button", { name: "Resume…" }).click();
    await dialog.getByRole("button", { name: "Resume" }).click();
    await page.getByText("Working").waitFor();
    expect(await paused()).toMatchObject({ closed: false });
  });

  const paused = async () => {
    const { body } = await stack.call<{ gates: { paused: object } }>(
      "/queue/status",
      { token: stack.operatorToken },
    );
    return body.gates.paused;
  };

  it.each(["light", "dark"] as const)(
    "has nothing that axe finds serious, in %s, with and without a dialog",
    async (colorScheme) => {
      const page = await pages.open({ colorScheme });
      expect(await seriousFindings(page)).toEqual([]);
      const board = await pages.signIn({ colorScheme });
      await board.getByRole("img", { name: /Finished per minute/ }).waitFor();
      expect(await seriousFindings(board)).toEqual([]);
      await board.getByRole("button", { name: "Pause…" }).click();
      expect(await seriousFindings(board)).toEqual([]);
    },
  );

  it("fits a phone without scrolling to the side", async () => {
    const viewport = { width: 360, height: 740 };
    const page = await pages.signIn({ viewport });
    await page.getByRole("img", { name: /Finished per minute/ }).waitFor();
    expect(
      await page.evaluate("document.documentElement.scrollWidth"),
    ).toBeLessThanOrEqual(viewport.width);
  });

  it("shows hostile text as text", async () => {
    await submit('simulate: {"outcome": "invalid-request"}');
    const page = await pages.open();
    await page.route(/\/api\/ccsp\/(?!dashboard|whoami)/, async (route) => {
      const response = await route.fetch();
      const json = hostile(await response.json()) as Record<string, unknown>;
      await route.fulfill({ response, json: { ...json, ...CLOSED(json) } });
    });
    await page.getByLabel("Token", { exact: true }).fill(stack.operatorToken);
    await page.getByRole("button", { name: "Show" }).click();
    const failures = panel(page, "Recent failures");
    await failures.getByRole("cell").first().waitFor();
    const gates = await panel(page, "Gates").textContent();
    for (const shown of [await failures.textContent(), gates])
      for (const text of HOSTILE_TEXTS.slice(0, -1))
        expect(shown).toContain(text);
    expect(await page.evaluate("window.hit")).toBeUndefined();
    expect(await page.locator("body script, img, iframe, svg").count()).toBe(1);
    expect(await page.locator("[href^=javascript], [onerror]").count()).toBe(0);
  });

  it("asks nothing while nobody looks", async () => {
    const page = await pages.signIn();
    await page.getByText("Working").waitFor();
    const hide = (isHidden: boolean): Promise<unknown> =>
      page.evaluate(
        `Object.defineProperty(document, "hidden", { configurable: true, value: ${isHidden} }); document.dispatchEvent(new Event("visibilitychange"))`,
      );
    await hide(true);
    await page.waitForLoadState("networkidle");
    let asked = 0;
    page.on("request", () => (asked += 1));
    await page.waitForTimeout(6_000);
    expect(asked).toBe(0);
    await hide(false);
    await expect.poll(() => asked, SLOW).toBeGreaterThan(0);
  });

  // Once only: the service is gone after it.
  it(
    "says that it is not live when the service is gone, and how old the data is",
    { retry: 0 },
    async () => {
      const page = await pages.signIn();
      await page.getByText("Working").waitFor();
      await stack.kill();
      await page.getByText("Not live: data is").waitFor();
      await page.getByText(/Unknown/).waitFor();
      await panel(page, "Queue")
        .getByText(/Not renewed: .*cannot be reached/)
        .waitFor();
      await panel(page, "Queue")
        .getByText(/▲ \d+ s old/)
        .waitFor();
      pages.complaints.splice(0); // the browser's own notes of what it could not reach
    },
  );
});

/** A gate that is closed for a hostile reason, where there are gates. */
const CLOSED = ({ gates }: Record<string, unknown>): object =>
  gates === undefined
    ? {}
    : {
        gates: {
          ...gates,
          paused: hostile({ closed: true, reason: "x", actor: "x" }),
        },
      };
