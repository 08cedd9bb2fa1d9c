/** A call of the program: what it prints where, and with what it ends. No service is needed for that. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { call, emptyFolder } from "./surroundings.ts";

const TOKEN = "ccsp_abc_Secret123";

describe("Wrong usage", () => {
  it.for([
    [["gett"], "unknown command 'gett'\n(Did you mean get?)"],
    [["token", "lst"], "`ccsp help` lists the commands."],
    [["help", "gett"], "There is no command `gett`"],
    [["help", "token", "lst"], "There is no command `token lst`"],
    [["get"], "missing required argument 'taskId'"],
    [["get", "a", "b"], "too many arguments"],
    [["list", "--stats"], "unknown option '--stats'\n(Did you mean --status?)"],
    [["list", "--status", "done"], "Allowed choices are scheduled, queued"],
    [
      ["wait", "x", "--within", "5"],
      "option '--within <duration>' argument '5' is invalid",
    ],
    [["submit", "x", "--context", "[]"], "It must be a JSON object"],
    [
      ["submit", "x", "--context", "@nowhere.json"],
      "nowhere.json cannot be read (ENOENT)",
    ],
    [["submit", "x", "--at", "tomorrow"], "2030-01-31T12:00:00Z"],
    [["submit", "x", "--at", "2030-11-31T12:00:00Z"], "is no time"],
    [
      ["submit", "x", "--at", "2030-01-31T12:00:00Z", "--in", "5m"],
      "cannot be used with",
    ],
    [["submit", "x", "--within", "5m"], "need --wait"],
    [["wait", "x", "--within", "0s"], "give at least 1s"],
    [["submit", "x", "--file", "y"], "not both"],
    [["submit"], "The prompt is missing"],
    [["get", "x"], "No service is known"],
    [
      ["get", "x", "--url", "nowhere", "--token", TOKEN],
      "baseUrl must be an http or https URL",
    ],
    [
      ["get", "../x", "--url", "http://x", "--token", TOKEN],
      "taskId must be the id of a task",
    ],
    [["completion", "csh"], "Allowed choices are bash, zsh, fish"],
    [["profile", "add", "x"], "The URL is missing"],
  ] as const)("%j is told, and ends with 2", async ([args, words]) => {
    const { code, stdout, stderr } = await call(args);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain(TOKEN);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("is one line of JSON for who asked for JSON", async () => {
    const { code, stderr } = await call(["gett", "--json"]);
    expect(JSON.parse(stderr)).toEqual({
      error: { message: expect.stringContaining("gett"), exitCode: 2 },
    });
    expect(code).toBe(2);
  });

  it("without any command shows the help, and is wrong all the same", async () => {
    const { code, stderr } = await call([]);
    expect(code).toBe(2);
    expect(stderr).toContain("Usage: ccsp [options] [command]");
  });
});

describe("Help", () => {
  it("is no error, and has examples", async () => {
    expect((await call(["--help"])).code).toBe(0);
    const { code, stdout } = await call(["help", "submit"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Examples:");
    const nested = await call(["help", "token", "create"]);
    expect(nested.stdout).toContain("Usage: ccsp token create [options]");
    expect((await call(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("A service that is not there", () => {
  it("ends the call with 3 after some seconds, naming the URL", async () => {
    const { code, stderr } = await call(
      ["get", "x", "--url", "http://127.0.0.1:9", "--token", "-"],
      { input: `${TOKEN}\n` },
    );
    expect(stderr).toContain("Nobody answered at http://127.0.0.1:9/api/ccsp");
    expect(code).toBe(3);
  });
});

describe("Ctrl-C", () => {
  it("ends with 130, SIGTERM with 143, without a word of an error", async () => {
    const args = ["get", "x", "--url", "http://127.0.0.1:9", "--token", TOKEN];
    for (const [reason, wanted] of [
      ["interrupted", 130],
      ["terminated", 143],
    ] as const) {
      const signal = AbortSignal.abort(reason);
      const { code, stderr } = await call(args, { signal });
      expect({ code, stderr }).toEqual({ code: wanted, stderr: "" });
    }
  });
});

describe("A prompt from a file", () => {
  it("is refused when it is not UTF-8, for it would arrive mangled", async () => {
    const directory = emptyFolder();
    const file = join(directory, "prompt.txt");
    writeFileSync(file, Buffer.from("déjà vu", "latin1"));
    const { code, stderr } = await call(["submit", "--file", file]);
    expect(stderr).toContain(`The file ${file} is not UTF-8`);
    expect(code).toBe(2);
  });
});

describe("Standard input", () => {
  it("cannot hold both the token and the prompt", async () => {
    const args = ["submit", "-", "--url", "http://x", "--token", "-"];
    const { code, stderr } = await call(args, { input: TOKEN });
    expect(stderr).toContain("Standard input holds the token");
    expect(code).toBe(2);
  });
});

describe("Profiles", () => {
  it("are added, used, listed without tokens, and removed", async () => {
    const directory = emptyFolder();
    const add = ["profile", "add", "prod", "--url", "https://ccsp.example"];
    const input = `${TOKEN}\n`;
    const told = async (args: readonly string[]) => {
      const done = await call([...args, "--json"], { directory, input });
      expect(done.stdout).not.toContain("Secret");
      return JSON.parse(done.stdout || done.stderr) as unknown;
    };
    const url = "https://ccsp.example/api/ccsp";
    expect(await told([...add, "--token", "-"])).toEqual({
      name: "prod",
      url,
      current: false,
    });
    await told(["profile", "use", "prod"]);
    expect(await told(["profile", "list"])).toEqual({
      items: [{ name: "prod", url, current: true }],
    });
    expect(await told(["profile", "use", "dev"])).toMatchObject({
      error: { exitCode: 5 },
    });
    expect(await told(["profile", "use"])).toEqual({ current: null });
    await told(["profile", "remove", "prod"]);
    expect(await told(["profile", "list"])).toEqual({ items: [] });
  });

  it("that cannot be read or written are told with what to do", async () => {
    const directory = emptyFolder();
    const folder = join(directory, "folder");
    mkdirSync(join(folder, "profiles.json"), { recursive: true, mode: 0o700 });
    const file = join(directory, "file");
    writeFileSync(file, "");
    const add = ["add", "prod", "--url", "https://ccsp.example"];
    for (const [configDir, args] of [
      [folder, ["list"]],
      [join(file, "ccsp"), [...add, "--token", TOKEN]],
    ] as const) {
      const environment = { configDir };
      const refused = await call(["profile", ...args], { environment });
      expect(refused.stderr).toMatch(
        /profiles\.json cannot be (read|written) \(E\w+\).* XDG_CONFIG_HOME/,
      );
      expect(refused.code).toBe(2);
    }
  });

  it("take no token that cannot be one, and no name that no shell likes", async () => {
    const add = ["profile", "add", "--url", "https://ccsp.example"];
    const environment = { token: "hunter2" };
    const refused = await call([...add, "prod"], { environment });
    expect(refused.stderr).toContain("token is not a token of this service");
    expect(refused.stderr).not.toContain("hunter2");
    const good = { token: TOKEN };
    const named = await call([...add, "a b"], { environment: good });
    expect(named).toMatchObject({ code: 2 });
    expect(named.stderr).toContain("`a b` cannot be a profile's name");
  });
});
