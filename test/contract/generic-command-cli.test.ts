import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { execaProcessRunner } from "../../shared/adapters/execa/execa-process-runner.ts";
import { fileSystemSlotRunner } from "../../shared/adapters/file-system/file-system-slot-runner.ts";
import { genericCommandCli } from "../../shared/adapters/generic-command/generic-command-cli.ts";
import { allowedEnvironment } from "../../shared/domain/allowed-environment.ts";
import { cliContract } from "./cli.contract.ts";

const SHELL = fileURLToPath(
  new URL("../fixtures/cli/shell.sh", import.meta.url),
);
const workspace = await mkdtemp(join(tmpdir(), "ccsp-command-"));
afterAll(() => rm(workspace, { recursive: true }));

const command = (file = SHELL) =>
  genericCommandCli({
    runner: fileSystemSlotRunner({
      runner: execaProcessRunner({ newMarker: randomUUID }),
      workspace,
    }),
    file,
    environment: () =>
      allowedEnvironment(
        { ...process.env, SOME_TOKEN: "a-secret-value", AWS_REGION: "x" },
        ["SOME_TOKEN", "AWS_REGION"],
      ),
    timeoutGraceMs: 300,
    stopGraceMs: 300,
  });

/** The prompt is a script, which the program runs. */
const run = (prompt: string, file?: string) =>
  command(file).run(
    { prompt, timeoutMs: 20_000 },
    { slot: 0, stop: new AbortController().signal },
  );

cliContract("genericCommandCli with a shell", () =>
  Promise.resolve({
    cli: command(),
    answeringPrompt: "printf fine",
    failingPrompt: "exit 3",
    endlessPrompt: "sleep 60",
    dispose: () => Promise.resolve(),
  }),
);

describe("any command", () => {
  it.each([
    ["says nothing", "exit 0", "empty-result"],
    ["says only white space", "echo; echo", "empty-result"],
    ["fails in its own way, whatever it said", "echo yes; exit 1", "unknown"],
    ["is killed", "kill -9 $$", "crashed"],
    ["is killed below a shell", "exit 137", "crashed"],
    ["is ended by somebody else", "kill -TERM $$", "crashed"],
    ["finds no program", "exit 127", "misconfigured"],
    ["finds a program that it may not run", "exit 126", "misconfigured"],
  ])("that %s is told apart", async (_, prompt, outcome) => {
    expect(await run(prompt)).toMatchObject({ outcome });
  });

  it.each(["/no/such/program", "no-such-program", tmpdir()])(
    "that cannot be started is misconfigured: %s",
    async (file) => {
      expect(await run("", file)).toMatchObject({
        outcome: "misconfigured",
        reason: expect.stringContaining("could not be started"),
      });
      expect(await command(file).check()).toMatchObject({
        usable: false,
        reason: expect.stringContaining(file),
      });
    },
  );

  it("may have no version, but must end well when asked for it", async () => {
    const silent = await command("/bin/true").check();
    expect(silent).toMatchObject({ usable: true });
    const failing = await command("/bin/false").check();
    expect(failing).toMatchObject({
      usable: false,
      reason: expect.stringContaining("exit code 1"),
    });
  });

  it("answers byte for byte, the last line feed included", async () => {
    expect(await run("echo ' /é '")).toMatchObject({ result: " /é \n" });
  });

  it("may answer with bytes that are no text", async () => {
    expect(await run(String.raw`printf 'a\377b\303'`)).toMatchObject({
      result: "a\ufffdb\ufffd",
      resultBytes: 8,
    });
  });

  it("has its answer cut at 1 MiB, and counted whole", async () => {
    const flood = await run("head -c 80000000 /dev/zero | tr '\\0' x");
    expect(flood).toMatchObject({
      ...{ outcome: "success", truncated: true, resultBytes: 80_000_000 },
    });
    expect(flood.result).toHaveLength(1024 * 1024);
  });

  it("is told the context after the prompt", async () => {
    const request = { prompt: "cat <<'E'", context: { a: 1 } };
    const { result } = await command().run(
      { ...request, timeoutMs: 20_000 },
      { slot: 0, stop: new AbortController().signal },
    );
    expect(result).toContain('{"a":1}');
  });

  it("sees what it may see, and nothing of Claude's", async () => {
    const { result = "" } = await run("env | cut -d= -f1");
    const given = ["PATH", "HOME", "TMPDIR", "LANG", "TERM"].filter(
      (name) => process.env[name] !== undefined,
    );
    const names = new Set(result.trim().split("\n"));
    names.delete("PWD"); // set by the shell itself
    names.delete("OLDPWD");
    names.delete("SHLVL");
    names.delete("_");
    expect(names).toEqual(new Set([...given, "SOME_TOKEN", "CCSP_RUN"]));
  });

  it("works in a folder that is empty, whatever the run before left", async () => {
    await run("touch left .hidden; mkdir -p locked; chmod 0 locked");
    const { result } = await run("pwd; ls -A; echo end");
    expect(result).toBe(`${join(workspace, "slot-0", "work")}\nend\n`);
  });

  it("gives its last words as the reason, without secrets", async () => {
    const { reason } = await run(
      'echo "no: $SOME_TOKEN sk-of-the-prompt-123" >&2; exit 4',
    );
    expect(reason).toBe(
      "The program ended with exit code 4: no: [hidden] [hidden]",
    );
  });
});
