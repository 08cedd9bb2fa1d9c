/** Shows the dashboard of a service that has something to do, for the README: `npm run docs:screenshots`. */
import { setTimeout as sleep } from "node:timers/promises";
import { startBrowser } from "../integration/harness/browser.ts";
import { dashboardPages } from "../integration/harness/dashboard.ts";
import {
  removeState,
  type Stack,
  startStack,
} from "../integration/harness/stack.ts";

const AGENTS = ["reviewer", "triage", "docs-writer"];
/** So long it works before it is shown: the charts are by the minute. */
const MINUTES = 3;
const VIEWPORT = { width: 1200, height: 960 };

/** What a minute brings, by agent. */
const TASKS = [
  { class: "urgent", directive: { sleepMs: 900 } },
  {
    class: "normal",
    directive: { sleepMs: 4_000, utilization: 0.62, resetsInMs: 7_900_000 },
  },
  { class: "high", directive: { sleepMs: 2_500 } },
  { class: "low", directive: { sleepMs: 3_000 } },
] as const;

async function tokenOf(agent: string, stack: Stack): Promise<string> {
  const { body } = await stack.call<{ token: string }>("/tokens", {
    token: stack.operatorToken,
    body: { agent, scopes: ["tasks"] },
  });
  return body.token;
}

async function work(stack: Stack): Promise<void> {
  const tokens = await Promise.all(
    AGENTS.map((agent) => tokenOf(agent, stack)),
  );
  const submit = (token: string, priority: string, directive: object) =>
    stack.call("/tasks", {
      token,
      body: { prompt: `simulate: ${JSON.stringify(directive)}`, priority },
    });
  for (let minute = 0; minute < MINUTES; minute += 1) {
    for (const token of tokens)
      for (const task of TASKS) await submit(token, task.class, task.directive);
    await submit(tokens[minute % 3] ?? "", "high", {
      outcome: "invalid-request",
    });
    if (minute < MINUTES - 1) await sleep(60_000);
  }
  await stack.call("/queue/pause", {
    token: stack.operatorToken,
    body: {
      reason: "Moving to another account",
      until: new Date(Date.now() + 3_600_000).toISOString(),
    },
  });
}

const stack = await startStack();
const browser = await startBrowser();
try {
  await work(stack);
  const pages = dashboardPages(browser, stack);
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await pages.signIn({ colorScheme, viewport: VIEWPORT });
    await page.getByRole("img", { name: /Finished per minute/ }).waitFor();
    await page.getByText("asking…").first().waitFor({ state: "hidden" });
    const path = `docs/images/dashboard-${colorScheme}.png`;
    await page.screenshot({ path });
    await page.close();
  }
} finally {
  await browser.close();
  await stack.kill();
  removeState(stack);
}
