import { expect, it } from "vitest";
import { SecretError } from "../../../shared/ports/read-secret.ts";
import { keptCredentials } from "../../../shared/runtime/kept-credentials.ts";
import { memoryJournal } from "../../fakes/memory-journal.ts";

const SECRET_ID = "arn:aws:secretsmanager:eu-west-1:1:secret:cli";

function someCredentials() {
  const secret: { text?: string; error?: Error } = {};
  const journal = memoryJournal();
  const kept = keptCredentials({
    readSecret: () =>
      secret.error
        ? Promise.reject(secret.error)
        : Promise.resolve(secret.text),
    secretId: SECRET_ID,
    journal,
  });
  return { secret, journal, kept };
}

it("They are what the secret held when it was last read", async () => {
  const { secret, kept } = someCredentials();
  expect(kept.current()).toEqual({});
  secret.text = '{"ANTHROPIC_API_KEY":"old"}';
  await kept.refresh();
  secret.text = '{"ANTHROPIC_API_KEY":"new"}';
  expect(kept.current()).toEqual({ ANTHROPIC_API_KEY: "old" });
  await kept.refresh();
  expect(kept.current()).toEqual({ ANTHROPIC_API_KEY: "new" });
});

it("A secret without a value is none, and one of nonsense is told without it", async () => {
  const { secret, journal, kept } = someCredentials();
  await kept.refresh();
  expect(kept.current()).toEqual({});
  expect(journal.entries).toEqual([]);
  secret.text = "s3cret";
  await kept.refresh();
  expect(kept.current()).toEqual({});
  expect(journal.of("credentials-unusable")).toMatchObject([
    { place: SECRET_ID },
  ]);
  expect(JSON.stringify(journal.entries)).not.toContain("s3cret");
});

it("What cannot be read now stays as it was", async () => {
  const { secret, journal, kept } = someCredentials();
  secret.text = '{"ANTHROPIC_API_KEY":"old"}';
  await kept.refresh();
  secret.error = new SecretError(SECRET_ID, { cause: new Error("away") });
  await kept.refresh();
  expect(kept.current()).toEqual({ ANTHROPIC_API_KEY: "old" });
  expect(journal.of("credentials-unread")).toHaveLength(1);
});
