import { expect, it } from "vitest";
import { trackerBySecret } from "../../../shared/runtime/tracker-by-secret.ts";
import { memoryIssueTracker } from "../../fakes/memory-issue-tracker.ts";

function aTracker() {
  const secret: { token?: string; error?: Error } = {};
  const made: string[] = [];
  const tracker = memoryIssueTracker();
  const bySecret = trackerBySecret({
    readToken: () =>
      secret.error
        ? Promise.reject(secret.error)
        : Promise.resolve(secret.token),
    make: (token) => {
      made.push(token);
      return tracker;
    },
  });
  return { secret, made, tracker, bySecret };
}

it("Everything that the tracker does is done with the token of the secret, and with a renewed one later", async () => {
  const { secret, made, tracker, bySecret } = aTracker();
  secret.token = "first";
  const draft = { marker: "m", title: "t", body: "m", labels: [] };
  const { number } = await bySecret.open(draft, new Date(0));
  await bySecret.edit(number, "m, again");
  await bySecret.comment(number, "Look.");
  await bySecret.close(number);
  expect(await bySecret.read(number)).toMatchObject({ isOpen: false });
  secret.token = "second";
  await bySecret.reopen(number);
  expect(made).toEqual(["first", "second"]);
  expect(tracker.issues.get(number)).toMatchObject({
    isOpen: true,
    body: "m, again",
    comments: ["Look."],
  });
});

it("A token that is not there yet is refused with what to do", async () => {
  const { bySecret } = aTracker();
  await expect(bySecret.close(1)).rejects.toMatchObject({
    kind: "unauthorized",
    message: "There is no GitHub token yet: put one into its secret.",
  });
});

it("A secret that cannot be read now is a tracker that cannot be reached", async () => {
  const { secret, bySecret } = aTracker();
  secret.error = new Error("away");
  await expect(bySecret.close(1)).rejects.toMatchObject({
    kind: "unreachable",
    cause: secret.error,
  });
});
