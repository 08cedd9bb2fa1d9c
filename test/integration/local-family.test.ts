/** How the parts of the local stack live and end, with tiny programs in their places. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Program } from "../../infra/local/child.ts";
import { newFamily, type Family, type Role } from "../../infra/local/family.ts";
import { keepRunning } from "../../infra/local/keep-running.ts";
import { killAll, shutDown } from "../../infra/local/shut-down.ts";

type Behaviour = "obedient" | "stubborn" | "polling" | "short-lived";
const ROLES: readonly Role[] = ["emulators", "api", "executor"];

let folder: string;
let family: Family;
let behaviours: Record<Role, Behaviour>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ccsp-family-"));
  behaviours = { emulators: "obedient", api: "obedient", executor: "polling" };
  family = newFamily(programFor);
});
afterEach(async () => {
  await killAll(family);
  rmSync(folder, { recursive: true });
});

const programFor = (role: Role): Program => ({
  name: role,
  file: new URL("../fixtures/children/child.mjs", import.meta.url),
  args: [role, behaviours[role]],
  env: process.env,
  cwd: new URL("../../", import.meta.url),
  logFile: join(folder, "all.log"),
});

/** What the children printed since they started. */
const events = (): readonly string[] =>
  readFileSync(join(folder, "all.log"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.endsWith("started"));

const startAll = async (): Promise<void> => {
  for (const role of ROLES) await family.start(role).said("ready");
};

describe("the end of the family", () => {
  it("ends the emulators under the long polls of a drained executor", async () => {
    await startAll();
    await shutDown(family);
    const happened = events();
    expect(happened.slice(-3)).toEqual([
      "emulators asked",
      "emulators ended",
      "executor ended",
    ]);
    expect(happened).toHaveLength(6);
  });

  it("kills whoever does not end in time", async () => {
    behaviours = {
      emulators: "stubborn",
      api: "stubborn",
      executor: "stubborn",
    };
    await startAll();
    await shutDown(family, { drainedWithinMs: 100, endedWithinMs: 300 });
    const how = await Promise.all(family.members().map((one) => one.ended));
    expect(how).toEqual(ROLES.map(() => "signal SIGKILL"));
  });

  it("starts nobody any more", async () => {
    await shutDown(family);
    expect(() => family.start("api")).toThrow("the service is being stopped");
  });
});

describe("a child", () => {
  it("that ends is started again, whatever its exit code, after what it left was tidied up", async () => {
    behaviours.executor = "short-lived";
    const died = family.start("executor");
    behaviours.executor = "obedient";
    const said: string[] = [];
    const tidied: unknown[] = [];
    void keepRunning("executor", {
      family,
      say: (line) => said.push(line),
      tidyUp: async (dead) => void tidied.push(dead),
    });
    while (family.member("executor") === died) await sleep(20);
    expect(tidied).toEqual([died]);
    expect(said).toEqual([
      "executor ended (exit code 0); starting it again in 1 s",
    ]);
    await family.member("executor")?.said("ready");
  });

  it("keeps its last words for whoever asks why it ended", async () => {
    behaviours.api = "short-lived";
    const child = family.start("api");
    await child.ended;
    expect(child.lastWords()).toEqual(["api started", "api ended"]);
  });
});
