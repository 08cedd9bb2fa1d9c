/** `ccsp doctor` as a whole. */
import { describe, expect, it } from "vitest";
import { ccsp, type Script, SECRET } from "./scripted-call.ts";

describe("ccsp doctor", () => {
  const health = {
    status: "ok",
    dependencies: {
      sqs: { ok: true },
      dynamodb: { ok: true },
      executors: [
        { id: "e1", slots: 2, running: 0, lastSeenAt: "2030-01-31T12:00:00Z" },
      ],
      session: { state: "active" },
      gates: { emergency: { closed: false } },
    },
  };
  const whoami = {
    agent: "olga",
    scopes: ["operate"],
    tokenId: "op1",
    expiresAt: "2090-01-01T00:00:00Z",
  };
  const well: Script = ({ path }) => {
    if (path === "/health") return [200, health];
    if (path === "/whoami") return [200, whoami];
    if (path === "/queue/status") return [200, { deadLetters: 0 }];
    return [404, { code: "route-not-found", detail: "no" }];
  };

  it("checks everything, and prints no secret", async () => {
    const { exit, json, stdout } = await ccsp("doctor --json", {
      script: well,
    });
    const { status, checks } = json as {
      readonly status: string;
      readonly checks: readonly { readonly check: string }[];
    };
    expect({ exit, status }).toEqual({ exit: 0, status: "ok" });
    expect(checks.map(({ check }) => check)).toEqual([
      ...[
        "node",
        "settings",
        "service",
        "version",
        "token",
        "queues",
        "tables",
      ],
      ...["executors", "gates", "session", "dead letters"],
    ]);
    expect(stdout).not.toContain(SECRET);
  });

  it("fails with a remedy when a check fails", async () => {
    const { exit, stdout } = await ccsp("doctor", {
      script: (sent) =>
        sent.path === "/whoami"
          ? [401, { code: "unauthorized", detail: "The token is revoked." }]
          : well(sent),
    });
    expect(exit).toBe(1);
    expect(stdout).toMatch(/fail {2}token\s+The token is revoked\./);
    expect(stdout).toMatch(/→ Ask an operator for another/);
    expect(stdout).toMatch(/1 fail$/m);
  });

  it("says what it can when nobody answers", async () => {
    const { exit, stdout } = await ccsp("doctor --json", {
      script: () => {
        throw new TypeError("fetch failed", {
          cause: new Error("connect ECONNREFUSED 127.0.0.1:1"),
        });
      },
    });
    expect(exit).toBe(1);
    expect(stdout).toMatch(/nobody answers.*ECONNREFUSED/);
  });
});
