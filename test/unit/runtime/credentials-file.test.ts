import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCredentials } from "../../../shared/runtime/credentials-file.ts";
import { memoryJournal } from "../../fakes/memory-journal.ts";

const folder = mkdtempSync(join(tmpdir(), "ccsp-credentials-"));
const file = join(folder, "credentials.json");
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("The file with the CLI's credential", () => {
  it("need not be there", () => {
    const journal = memoryJournal();
    expect(readCredentials(join(folder, "none"), journal)).toEqual({});
    expect(journal.entries).toEqual([]);
  });

  it.each(["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN"])(
    "gives a %s, and the renewed one at the next look",
    (name) => {
      for (const secret of ["old", "new"]) {
        writeFileSync(file, JSON.stringify({ [name]: secret }));
        expect(readCredentials(file, memoryJournal())).toEqual({
          [name]: secret,
        });
      }
    },
  );

  it.each([
    ["is no JSON", "s3cret"],
    ["is a list", '["s3cret"]'],
    ["is empty", "{}"],
    [
      "holds both",
      '{"ANTHROPIC_API_KEY":"s3cret","CLAUDE_CODE_OAUTH_TOKEN":"s3cret"}',
    ],
    ["holds something else", '{"password":"s3cret"}'],
    ["holds a number", '{"ANTHROPIC_API_KEY":1}'],
  ])("is passed over when it %s, and told without its content", (_, text) => {
    writeFileSync(file, text);
    const journal = memoryJournal();
    expect(readCredentials(file, journal)).toEqual({});
    expect(journal.of("credentials-unusable")).toMatchObject([{ place: file }]);
    expect(JSON.stringify(journal.entries)).not.toContain("s3cret");
  });
});
