import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const open = { authorization: "" };
const page = () => service.send(get("/dashboard", open));

const contentOf = (tag: string, html: string): readonly string[] =>
  [...html.matchAll(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`, "g"))].map(
    ([, content = ""]) => content,
  );

const sha256 = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

describe("GET /dashboard", () => {
  it("gives anybody one small page that names nobody else", async () => {
    const { status, headers, text } = await page();
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    expect(Buffer.byteLength(text)).toBeLessThan(200_000);
    expect(text).not.toMatch(/<[^>]+(src|href)="(?!data:,")/);
  });

  it("lets run the one script and style that are in it, and nothing else", async () => {
    const { headers, text } = await page();
    const [[script = ""], [style = ""]] = [
      contentOf("script", text),
      contentOf("style", text),
    ];
    expect(script.length).toBeGreaterThan(1_000);
    expect(headers["content-security-policy"]).toBe(
      [
        "default-src 'none'",
        `script-src ${sha256(script)}`,
        `style-src ${sha256(style)}`,
        "img-src data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join("; "),
    );
    expect(contentOf("script", text)).toHaveLength(1);
    expect(contentOf("style", text)).toHaveLength(1);
  });

  it("hands on the licences of what is in it", async () => {
    const { text } = await page();
    for (const name of ["preact", "uplot"])
      expect(text).toMatch(new RegExp(`^${name} [\\d.]+ \\(MIT\\)$`, "m"));
    expect(text).toMatch(/-->\n<\/body>\n<\/html>\n$/);
  });

  it("does not send again what is known", async () => {
    const { headers } = await page();
    const known = { ...open, "if-none-match": String(headers["etag"]) };
    const again = await service.send(get("/dashboard", known));
    expect(again).toMatchObject({ status: 304, text: "" });
  });
});
