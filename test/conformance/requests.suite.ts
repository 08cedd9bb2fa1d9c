import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "vitest";
import { says } from "../fakes/messages-api-answers.ts";
import type { Service } from "./service.ts";

const LARGEST_PROMPT_BYTES = 1024 * 1024;
/** What `send` appends: a space and the tag. */
const TAG_BYTES = 17;

/** What an agent sends reaches the model, and nothing else does. */
export function requestsSuite(service: () => Service): void {
  it("hands over prompt, context, system prompt and model", async ({
    expect,
  }) => {
    const prompt = `First.\n\n\t"quotes" $HOME \`ls\` <b>&amp;</b> 🦊 --help`;
    const context = { agent: { name: "```" }, list: [1, null] };
    const systemPrompt = "--version Speak like a pirate.";
    const model = "claude-sonnet-4-5";
    const all = { prompt, context, systemPrompt, model };
    const { task, requests } = await service().run([says("aye")], all);
    expect(task).toMatchObject({ status: "succeeded", result: "aye" });
    const [request] = requests;
    expect(request?.model).toBe(model);
    expect(request?.conversation).toContain(prompt);
    expect(request?.conversation).toContain(JSON.stringify(context));
    expect(request?.system).toContain(systemPrompt);
    expect(request?.system.length).toBeGreaterThan(2 * systemPrompt.length);
  });

  it("hands over a prompt of 1 MiB", async ({ expect }) => {
    const size = LARGEST_PROMPT_BYTES - TAG_BYTES;
    const prompt = "word ".repeat(size / 5 + 1).slice(-size);
    const { task, requests } = await service().run([says("long")], { prompt });
    expect(task).toMatchObject({ status: "succeeded", result: "long" });
    expect(requests[0]?.conversation.includes(prompt)).toBe(true);
  });

  it("asks the model what begins with a slash", async ({ expect }) => {
    const prompt = "/cost";
    const { task, requests } = await service().run([says("text")], { prompt });
    expect(task).toMatchObject({ status: "succeeded", result: "text" });
    expect(requests[0]?.conversation).toContain("/cost tag-");
  });

  it("attaches no file that the prompt names", async ({ expect }) => {
    const file = join(service().stack.stateDir, "not-for-the-model.txt");
    writeFileSync(file, "the secret of the house");
    const prompt = `@${file} @/etc/hostname`;
    const { task, requests } = await service().run([says("no")], { prompt });
    expect(task).toMatchObject({ status: "succeeded", result: "no" });
    expect(requests[0]?.conversation).toContain(prompt);
    expect(requests[0]?.body.includes("the secret of the house")).toBe(false);
  });
}
