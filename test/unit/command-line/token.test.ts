/** `ccsp token`: what is sent, and what is printed where. */
import { describe, expect, it } from "vitest";
import { ccsp } from "./scripted-call.ts";

describe("ccsp token", () => {
  const token = {
    id: "n1",
    token: "ccsp_n1_WHOLE",
    agent: "alice",
    scopes: ["tasks", "observe"],
    expiresAt: "2090-01-01T00:00:00.000Z",
    createdAt: "2030-01-01T00:00:00.000Z",
  };

  it("create prints the token alone, and what it is beside", async () => {
    const from = Date.now();
    const { sent, stderr, stdout } = await ccsp(
      "token create --agent alice --scope tasks --scope observe --scope tasks --expires 10d",
      { script: () => [201, token] },
    );
    expect(stdout).toBe("ccsp_n1_WHOLE\n");
    expect(stderr).toMatch(/Token n1 for alice, scopes tasks observe, until/);
    const { expiresAt, ...rest } = sent[0]?.body as { expiresAt: string };
    expect(rest).toEqual({ agent: "alice", scopes: ["tasks", "observe"] });
    const lastsMs = Date.parse(expiresAt) - from;
    expect(Math.round(lastsMs / 86_400_000)).toBe(10);
  });

  it("rotate sends the overlap, and tells when the old one ends", async () => {
    const replaces = { id: "o1", expiresAt: "2030-01-02T00:00:00.000Z" };
    const { sent, stderr } = await ccsp("token rotate o1 --overlap 1h", {
      script: () => [201, { ...token, replaces }],
    });
    expect(sent[0]).toEqual({
      method: "POST",
      path: "/tokens/o1/rotate",
      body: { overlapMs: 3_600_000 },
    });
    expect(stderr).toMatch(/It replaces o1, which ends 2030-01-02T00:00:00Z/);
  });

  it("list follows the pages, and shows who has what", async () => {
    const revoked = { ...token, revokedAt: "2030-02-01T00:00:00.000Z" };
    const { sent, stdout } = await ccsp("token list", {
      script: ({ path }) =>
        path.includes("cursor")
          ? [200, { items: [revoked] }]
          : [200, { items: [token], cursor: "c/1" }],
    });
    expect(sent.map(({ path }) => path)).toEqual([
      "/tokens?limit=100",
      "/tokens?limit=100&cursor=c%2F1",
    ]);
    expect(stdout).toMatch(/n1\s+alice\s+tasks observe\s+.*ends in \d+d/);
    expect(stdout).toMatch(/revoked 2030-02-01T00:00:00Z/);
    expect(stdout).not.toContain("WHOLE");
  });

  it.each([
    ["token create --agent a", /--scope <scope>' not specified/],
    ["token create --scope tasks", /--agent <name>' not specified/],
    [
      "token create --agent a --scope root",
      /Allowed choices are tasks, observe, operate/,
    ],
    [
      "token create --agent a --scope tasks --expires 400d",
      /--expires <duration>.*at least 1m and at most 365d/,
    ],
    ["token create --agent a --scope tasks --stage prod", /need --direct/],
    ["token create --agent a --scope tasks --direct", /give --stage/],
    [
      "token create --agent a --scope tasks --direct --stage a --table b",
      /either --stage or --table/,
    ],
    ["token rotate a1 --overlap 31d", /at least 0ms and at most 30d/],
    ["token rotate", /missing required argument 'id'/],
  ])("%s is refused", async (line, says) => {
    const { exit, sent, stderr } = await ccsp(line);
    expect({ exit, sent }).toEqual({ exit: 2, sent: [] });
    expect(stderr).toMatch(says);
  });
});
