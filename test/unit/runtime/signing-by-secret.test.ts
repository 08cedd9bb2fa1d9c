import { expect, it } from "vitest";
import { SecretError } from "../../../shared/ports/read-secret.ts";
import { signingBySecret } from "../../../shared/runtime/signing-by-secret.ts";
import { memoryJournal } from "../../fakes/memory-journal.ts";

const SECRET_ID = "arn:aws:secretsmanager:eu-west-1:1:secret:webhook";
const OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NEW = "whsec_plJ3nmyCDGBKInavdOK15jslMfKQ9r8G";

function someSigning() {
  const secret: { text?: string; error?: Error } = {};
  const reads: string[] = [];
  const journal = memoryJournal();
  let ms = 0;
  const signing = signingBySecret({
    readSecret: (id) => {
      reads.push(id);
      return secret.error
        ? Promise.reject(secret.error)
        : Promise.resolve(secret.text);
    },
    secretId: SECRET_ID,
    journal,
    clock: { now: () => new Date(ms) },
  });
  const pass = (byMs: number) => (ms += byMs);
  return { secret, reads, journal, signing, pass };
}

it("Callbacks are signed with what the secret holds, and with a renewed one later", async () => {
  const { secret, reads, signing, pass } = someSigning();
  secret.text = `${OLD}\n`;
  expect(await signing()).toEqual({ secrets: [OLD] });
  secret.text = `${NEW} ${OLD}`;
  pass(299_999);
  expect(await signing()).toEqual({ secrets: [OLD] });
  expect(reads).toEqual([SECRET_ID]);
  pass(1);
  expect(await signing()).toEqual({ secrets: [NEW, OLD] });
});

it.each([undefined, "", " \n"])(
  "A secret that holds %j signs nothing, and it is said who has to do what",
  async (text) => {
    const { secret, signing } = someSigning();
    if (text !== undefined) secret.text = text;
    expect(await signing()).toEqual({
      problem: expect.stringMatching(
        /CCSP_WEBHOOK_SECRET_ARN names is empty: an operator has to/,
      ),
    });
  },
);

it("A value that is no whsec_ secret is told by the secret's name, and never itself", async () => {
  const { secret, journal, signing } = someSigning();
  secret.text = `${OLD} s3cret`;
  const signed = await signing();
  expect(signed).toEqual({
    problem: expect.stringMatching(
      /CCSP_WEBHOOK_SECRET_ARN names does not hold whsec_/,
    ),
  });
  await signing();
  expect(journal.of("webhook-secret-unusable")).toMatchObject([
    { level: "error", place: SECRET_ID },
  ]);
  const said = JSON.stringify([signed, journal.entries]);
  expect(said).not.toMatch(/s3cret|MfKQ9r8GKY/);
});

it("A secret that cannot be read now is asked for again by the next one, and told", async () => {
  const { secret, journal, signing } = someSigning();
  secret.error = new SecretError(SECRET_ID, { cause: new Error("away") });
  await expect(signing()).rejects.toBe(secret.error);
  expect(journal.of("webhook-secret-unread")).toMatchObject([
    { error: secret.error },
  ]);
  delete secret.error;
  secret.text = OLD;
  expect(await signing()).toEqual({ secrets: [OLD] });
});
