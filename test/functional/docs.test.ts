import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROBLEMS } from "../../shared/runtime/http/problem.ts";
import { get } from "./requests.ts";
import { type Service, startService } from "./service.ts";

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

const open = { authorization: "" };

describe("GET /openapi.json", () => {
  it("gives the document to anybody", async () => {
    const { status, body, headers } = await service.send(
      get("/openapi.json", open),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      openapi: "3.1.1",
      servers: [{ url: "/api/ccsp" }],
    });
    expect(headers["cache-control"]).toBe("public, max-age=300");
  });

  it("does not send again what is known", async () => {
    const { headers } = await service.send(get("/openapi.json", open));
    const etag = `W/${String(headers["etag"])}`;
    const again = await service.send(
      get("/openapi.json", { ...open, "if-none-match": etag }),
    );
    expect(again).toMatchObject({ status: 304, text: "" });
  });
});

describe("GET /docs/errors", () => {
  it("is the page that the type of every problem leads to", async () => {
    const page = await service.send(get("/docs/errors", open));
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["content-security-policy"]).toMatch(
      /^default-src 'none'/,
    );
    for (const code of Object.keys(PROBLEMS))
      expect(page.text).toContain(`<h3 id="${code}">`);
    const { body } = await service.send(get("/tasks", open));
    expect(body["type"]).toBe("/api/ccsp/docs/errors#unauthorized");
  });

  it("does not send again what is known", async () => {
    const { headers } = await service.send(get("/docs/errors", open));
    const known = { ...open, "if-none-match": String(headers["etag"]) };
    const again = await service.send(get("/docs/errors", known));
    expect(again).toMatchObject({ status: 304, text: "" });
  });
});
