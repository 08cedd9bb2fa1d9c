/** Tokens from the command line: what a new one opens, and how soon an old one opens nothing. */
import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join, resolve as absolute } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createResources } from "../../infra/local/resources.ts";
import type { Finished } from "./harness/command-line.ts";
import { commandedStackOfThisFile } from "./harness/commanded-stack.ts";

/** What is promised; it takes some five seconds. */
const REVOKED_WITHIN = { timeout: 60_000, interval: 500 };

const here = commandedStackOfThisFile();
beforeAll(() => {
  // As npm installs the package's dependencies beside it.
  const modules = join(here().program.folder, "node_modules");
  symlinkSync(absolute("node_modules/@aws-sdk"), join(modules, "@aws-sdk"));
});

/** @param line as it is typed, without quotes */
const ccsp = (line: string): Promise<Finished> =>
  here().program.run(line.split(" "));

interface Token {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: string;
}

async function made(line: string): Promise<Token> {
  const { code, stdout, stderr } = await ccsp(`${line} --json`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Token;
}

/** The status of the API's answer to who shows it. */
const asking = async (token: string, path = "/whoami"): Promise<number> =>
  (await here().stack.call(path, { token })).status;

const audited = async (limit: number): Promise<string> =>
  (await ccsp(`audit --limit ${limit} --json`)).stdout;

describe("A token", () => {
  it("is printed once, opens its scopes, and ends when it was said", async () => {
    const { code, stdout, stderr } = await ccsp(
      "token create --agent ci --scope tasks --expires 1h",
    );
    const token = stdout.trim();
    expect({ code, token }).toEqual({
      code: 0,
      token: expect.stringMatching(/^ccsp_[a-z0-9]+_[A-Za-z0-9]{43}$/),
    });
    expect(stderr).toMatch(/for ci, scopes tasks, until .*shown this once/);
    expect(await asking(token, "/tasks")).toBe(200);
    expect(await asking(token, "/queue/status")).toBe(403);
    const listed = await ccsp("token list");
    expect(listed.stdout).toMatch(/^[a-z0-9]+ +ci +tasks .*ends in 59m/m);
    const said = listed.stdout + (await audited(10));
    expect(said).not.toContain(token.split("_")[2]);
  });

  it("that is revoked opens nothing within 60 s", async () => {
    const { id, token } = await made("token create --agent ci --scope observe");
    expect(await asking(token)).toBe(200);
    expect((await ccsp(`token revoke ${id}`)).stdout).toMatch(/is revoked/);
    await expect.poll(() => asking(token), REVOKED_WITHIN).toBe(401);
    const refused = await ccsp(
      `queue --url ${here().stack.baseUrl} --token ${token} --json`,
    );
    expect(refused.code).toBe(4);
    expect(refused.stderr).not.toContain(token);
    expect((await ccsp(`token revoke ${id}`)).stdout).toMatch(/already/);
    expect((await ccsp("token revoke zzz")).code).toBe(5);
  });

  it("that is rotated opens beside the next one until the overlap is over", async () => {
    const old = await made("token create --agent ci --scope tasks");
    expect(await asking(old.token)).toBe(200);
    const next = await made(`token rotate ${old.id} --overlap 20s`);
    expect(next).toMatchObject({ agent: "ci", replaces: { id: old.id } });
    expect(await asking(old.token)).toBe(200);
    expect(await asking(next.token)).toBe(200);
    await expect.poll(() => asking(old.token), REVOKED_WITHIN).toBe(401);
    expect(await asking(next.token)).toBe(200);
    expect(await audited(5)).toMatch(/rotate-token/);
  });
});

describe("The first token", () => {
  const env = { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
  const withCredentials = (args: readonly string[]): Promise<Finished> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [here().program.file, ...args],
        { env: { ...here().program.env, ...env } },
        (error, stdout, stderr) => {
          resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
        },
      );
    });
  const direct = async (more: string): Promise<Finished> => {
    const line = `token create --direct --agent olga --scope operate --region us-east-1 --endpoint-url ${here().stack.dynamodbEndpoint} ${more}`;
    const { tableNames } = await createResources(here().stack);
    const typed = line.replace("TABLE", tableNames["ControlTable"] ?? "");
    return withCredentials(typed.split(" "));
  };

  it("is written right into the table with AWS credentials, and audited", async () => {
    const { code, stdout, stderr } = await direct("--table TABLE --json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { id, token } = JSON.parse(stdout) as Token;
    expect(await asking(token, "/queue/status")).toBe(200);
    const [entry] = (JSON.parse(await audited(1)) as { items: unknown[] })
      .items;
    expect(entry).toMatchObject({
      action: "create-token",
      actor: expect.stringMatching(/, directly$/),
      detail: { id, agent: "olga", scopes: ["operate"] },
    });
  });

  it("is refused with what to do", async () => {
    const nowhere = await direct("--stage nowhere");
    expect(nowhere.code).toBe(3);
    expect(nowhere.stderr).toMatch(
      /ccsp-nowhere-control could not be written.*no such table/,
    );
    const named = await direct("--table TABLE --agent ccsp");
    expect(named.code).toBe(2);
    expect(named.stderr).toMatch(/agent is the service's own name/);
  });
});
