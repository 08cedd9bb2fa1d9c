/** What the image is made of, where others rely on it. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { NEWEST } from "../conformance/claude-code.ts";

const dockerfile = readFileSync("infra/executor/Dockerfile", "utf8");
const service = readFileSync("infra/resources/executor/service.yml", "utf8");

it("The image has the Node with which everything is tested", () => {
  const { packages } = JSON.parse(
    readFileSync("package-lock.json", "utf8"),
  ) as { readonly packages: Readonly<Record<string, { version?: string }>> };
  const { version = "" } = packages["node_modules/node"] ?? {};
  expect(dockerfile).toMatch(
    new RegExp(`^ARG NODE=${version}-\\S+-slim$`, "m"),
  );
});

it("The image has the CLI with which everything is tested", () => {
  expect(dockerfile).toContain(`@anthropic-ai/claude-code@${NEWEST}\n`);
});

it("The image runs as the user that the task definition names, who is not root", () => {
  const user = /^USER (\S+)$/mu.exec(dockerfile)?.[1];
  expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/u);
  expect(service).toContain(`User: "${user}"`);
});

it("The image's Node has no capability that the task definition gives up", () => {
  const given = /setcap (\S+)\+ep/u.exec(dockerfile)?.[1]?.split(",") ?? [];
  expect(given).toHaveLength(7);
  for (const name of given) {
    const inService = name.replace("cap_", "").toUpperCase();
    const drop = /Drop:\s*\[([^\]]*)\]/u.exec(service)?.[1]?.split(/[\s,]+/u);
    expect(drop).not.toContain(inService);
  }
  expect(service).toContain("Add: [SYS_PTRACE]");
});

it("Every folder that the container may write to is a volume of the task", () => {
  const volumes = /^VOLUME (.+)$/mu.exec(dockerfile)?.[1] ?? "[]";
  for (const path of JSON.parse(volumes) as string[])
    expect(service).toContain(`ContainerPath: ${path} }`);
});
