/** Where the command line finds the service, and what it says when it finds none. */
import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type AccessFlags,
  findAccess,
  type Role,
} from "../../../shared/command-line/access.ts";
import type { Environment } from "../../../shared/command-line/environment.ts";
import {
  profilesFile,
  writeProfiles,
} from "../../../shared/command-line/profiles.ts";
import { emptyFolder } from "./surroundings.ts";

const LOCAL = {
  baseUrl: "http://local",
  agentToken: "of-agent",
  operatorToken: "of-operator",
};
const PROD = { url: "https://prod", token: "of-prod" };

function place() {
  const directory = emptyFolder();
  const configDir = join(directory, "config");
  const none: Environment = {
    url: undefined,
    token: undefined,
    stateDir: undefined,
    configDir,
    noColor: false,
  };
  return {
    directory,
    configDir,
    writeLocal: (folder = ".ccsp", content: unknown = LOCAL) => {
      mkdirSync(join(directory, folder), { recursive: true });
      writeFileSync(
        join(directory, folder, "local.json"),
        JSON.stringify(content),
      );
    },
    find: (
      flags: AccessFlags = {},
      environment: Partial<Environment> = {},
      { role = "agent", from = "." }: { role?: Role; from?: string } = {},
    ) =>
      findAccess({
        flags,
        environment: { ...none, ...environment },
        directory: join(directory, from),
        role,
      }),
  };
}

describe("The service", () => {
  it("is looked for by flags, then the environment, then the profile in use, then the local stack", () => {
    const { find, writeLocal, configDir } = place();
    const flags = { url: "http://flag", token: "of-flag" };
    const environment = { url: "http://env", token: "of-env" };
    writeLocal();
    expect(find()).toMatchObject({
      baseUrl: "http://local",
      token: "of-agent",
    });
    writeProfiles(configDir, { current: "prod", profiles: { prod: PROD } });
    expect(find()).toMatchObject({ baseUrl: "https://prod", token: "of-prod" });
    expect(find({}, environment)).toMatchObject({
      baseUrl: "http://env",
      token: "of-env",
    });
    expect(find(flags, environment)).toMatchObject({
      baseUrl: "http://flag",
      token: "of-flag",
    });
    expect(find({ profile: "prod" }, environment)).toMatchObject({
      baseUrl: "https://prod",
      token: "of-prod",
    });
  });

  it("of this machine gives each command the token that it needs, also from a folder below", () => {
    const { find, writeLocal, directory } = place();
    writeLocal();
    mkdirSync(join(directory, "deep/er"), { recursive: true });
    const from = "deep/er";
    expect(find({}, {}, { role: "agent", from }).token).toBe("of-agent");
    expect(find({}, {}, { role: "operator", from }).token).toBe("of-operator");
  });

  it("is looked for in CCSP_STATE_DIR alone, if that is set", () => {
    const { find, writeLocal } = place();
    writeLocal();
    writeLocal("other", { ...LOCAL, baseUrl: "http://other" });
    expect(find({}, { stateDir: "other" }).baseUrl).toBe("http://other");
    expect(() => find({}, { stateDir: "nowhere" })).toThrow(
      "nowhere/local.json",
    );
  });

  it("gets a token that was typed, wherever its URL is from", () => {
    const { find, writeLocal } = place();
    writeLocal();
    expect(find({ token: "of-flag" })).toMatchObject({
      baseUrl: "http://local",
      token: "of-flag",
    });
    expect(find({}, { token: "of-env" })).toMatchObject({
      baseUrl: "http://local",
      token: "of-env",
    });
    expect(find({ url: "http://flag" }, { token: "of-env" }).token).toBe(
      "of-env",
    );
  });

  it("never gets a token that was kept for another", () => {
    const { find, writeLocal, configDir } = place();
    writeLocal();
    writeProfiles(configDir, { current: "prod", profiles: { prod: PROD } });
    expect(() => find({ url: "http://flag" })).toThrow(
      "There is no token for http://flag (from --url); set CCSP_TOKEN",
    );
    expect(() => find({}, { url: "http://env" })).toThrow("(from CCSP_URL)");
    expect(() => find({ url: "http://flag", profile: "prod" })).toThrow(
      "either --url or --profile",
    );
  });
});

describe("What is missing", () => {
  it("is said with all places that were looked at, and what to do", () => {
    const { find, configDir } = place();
    expect(() => find()).toThrow(
      new RegExp(
        `--url.*CCSP_URL.*${profilesFile(configDir)}.*\\.ccsp/local\\.json.*npm start`,
        "s",
      ),
    );
  });

  it("is a profile of that name", () => {
    const { find, configDir } = place();
    expect(() => find({ profile: "dev" })).toThrow("there are none yet");
    writeProfiles(configDir, { profiles: { prod: PROD } });
    expect(() => find({ profile: "dev" })).toThrow(
      "There is no profile `dev`; there are prod.",
    );
    expect(() => find({ profile: "constructor" })).toThrow(
      "There is no profile",
    );
  });

  it("is a file that is whole", () => {
    const { find, writeLocal, configDir } = place();
    writeLocal(".ccsp", { baseUrl: "http://local" });
    expect(() => find()).toThrow("start it anew");
    writeProfiles(configDir, { profiles: {} });
    writeFileSync(profilesFile(configDir), "{");
    expect(() => find()).toThrow("is not a file of profiles");
  });
});

describe("The file of profiles", () => {
  it("is readable by its owner only, and refused when others may read it", () => {
    const { find, configDir } = place();
    writeProfiles(configDir, { current: "prod", profiles: { prod: PROD } });
    const file = profilesFile(configDir);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o640);
    expect(() => find()).toThrow(`run \`chmod 600 ${file}\``);
  });
});
