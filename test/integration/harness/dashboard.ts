/** The dashboard of a running stack in a browser, and all that its pages do that they should not. */
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { z } from "zod";
import type { Stack } from "./stack.ts";

const Findings = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullish(),
      nodes: z.array(z.object({ html: z.string() })),
    }),
  ),
});

export interface DashboardPages {
  /** What went wrong on any page so far: it may be emptied. */
  readonly complaints: string[];
  open(options?: BrowserContextOptions): Promise<Page>;
  /** With a token entered; without one the operator's. */
  signIn(options?: SignInOptions): Promise<Page>;
}

interface SignInOptions extends BrowserContextOptions {
  readonly token?: string;
}

export function dashboardPages(
  browser: Browser,
  { baseUrl, operatorToken }: Stack,
): DashboardPages {
  const complaints: string[] = [];
  const { origin } = new URL(baseUrl);
  const open = async (options?: BrowserContextOptions): Promise<Page> => {
    const page = await browser.newPage(options);
    page.setDefaultTimeout(60_000);
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()))
        complaints.push(message.text());
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && url.protocol !== "data:")
        complaints.push(`asked ${url.origin}`);
    });
    await page.goto(`${baseUrl}/dashboard`);
    return page;
  };
  return {
    complaints,
    open,
    signIn: async ({ token = operatorToken, ...options } = {}) => {
      const page = await open(options);
      await page.getByLabel("Token", { exact: true }).fill(token);
      await page.getByRole("button", { name: "Show" }).click();
      await page.getByRole("heading", { name: "Gates" }).waitFor();
      return page;
    },
  };
}

/** What axe finds serious or worse, each with the first place. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = Findings.parse(await page.evaluate("axe.run()"));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}
