import { describe, expect, it } from "vitest";
import type { IssueDraft } from "../../shared/domain/session-issue.ts";
import {
  type IssueTracker,
  IssueTrackerError,
  type TrackerErrorKind,
} from "../../shared/ports/issue-tracker.ts";

interface PageIssue {
  readonly number: number;
  readonly title: string;
  readonly labels: readonly string[];
  readonly body: string;
  readonly isOpen: boolean;
  readonly comments: readonly string[];
}

/** A tracker, and what people see and do on its pages. */
export interface TrackerUnderTest {
  readonly tracker: IssueTracker;
  issues(): readonly PageIssue[];
  setOpen(number: number, isOpen: boolean): void;
  remove(number: number): void;
  /** `undefined`: it works again. */
  fail(kind: TrackerErrorKind | undefined): void;
  /** Longer than it takes. */
  readonly tooLong: string;
}

const SINCE = new Date(0);

function draftOf(incident: string): IssueDraft {
  const marker = `<!-- ccsp stage=test incident=${incident} -->`;
  const labels = ["ccsp", "session-expired"];
  const body = `${marker}\n\nWhat happened.`;
  return { title: `Lost ${incident}`, labels, marker, body };
}

/** What every issue tracker promises. Each test gets incidents of its own. */
export function issueTrackerContract(
  name: string,
  under: () => TrackerUnderTest,
): void {
  let incidents = 0;
  const draft = (): IssueDraft => {
    incidents += 1;
    return draftOf(`i-${incidents}`);
  };
  const onPage = (number: number): PageIssue | undefined =>
    under()
      .issues()
      .find((issue) => issue.number === number);
  const opened = async () => under().tracker.open(draft(), SINCE);

  describe(`${name} is an IssueTracker`, () => {
    it("opens an issue with its title, labels and text", async () => {
      const wanted = draft();
      const { marker: _, ...fields } = wanted;
      const issue = await under().tracker.open(wanted, SINCE);
      expect(issue.url).toMatch(/^https:/);
      expect(issue.body).toBe(wanted.body);
      const page = { ...fields, isOpen: true, comments: [] };
      expect(onPage(issue.number)).toMatchObject(page);
    });

    it("finds the issue that carries the marker, open or closed", async () => {
      const wanted = draft();
      const other = await opened();
      const { number } = await under().tracker.open(wanted, SINCE);
      expect(number).not.toBe(other.number);
      const again = { ...wanted, body: `${wanted.marker} other words` };
      const found = await under().tracker.open(again, SINCE);
      expect(found).toMatchObject({ number, body: wanted.body });
      under().setOpen(number, false);
      expect(await under().tracker.open(wanted, SINCE)).toMatchObject({
        number,
      });
      expect(onPage(number)?.isOpen).toBe(false);
    });

    it("ends with one open issue when five open it at once", async () => {
      const wanted = draft();
      const all = await Promise.all(
        Array.from({ length: 5 }, () => under().tracker.open(wanted, SINCE)),
      );
      const numbers = new Set(all.map(({ number }) => number));
      expect(numbers.size).toBe(1);
      const open = under()
        .issues()
        .filter(({ body, isOpen }) => isOpen && body.includes(wanted.marker));
      expect(open.map(({ number }) => number)).toEqual([...numbers]);
    });

    it("opens another one when the first was deleted", async () => {
      const wanted = draft();
      const { number } = await under().tracker.open(wanted, SINCE);
      under().remove(number);
      const other = await under().tracker.open(wanted, SINCE);
      expect(other.number).not.toBe(number);
    });

    it("tells whether it is open, and nothing while nothing changed", async () => {
      const { tracker } = under();
      const { number } = await opened();
      const first = await tracker.read(number);
      expect(first).toMatchObject({ kind: "read", isOpen: true });
      const etag = first.kind === "read" ? first.etag : undefined;
      expect(await tracker.read(number, etag)).toEqual({ kind: "unchanged" });
      under().setOpen(number, false);
      const second = await tracker.read(number, etag);
      expect(second).toMatchObject({ kind: "read", isOpen: false });
    });

    it("edits the text and adds comments in their order", async () => {
      const { tracker } = under();
      const { number } = await opened();
      await tracker.edit(number, "new text");
      await tracker.comment(number, "one");
      await tracker.comment(number, "two");
      const page = { body: "new text", comments: ["one", "two"], isOpen: true };
      expect(onPage(number)).toMatchObject(page);
    });

    it("closes and reopens, also twice", async () => {
      const { tracker } = under();
      const { number } = await opened();
      for (const isOpen of [false, false, true, true]) {
        await (isOpen ? tracker.reopen(number) : tracker.close(number));
        expect(onPage(number)?.isOpen).toBe(isOpen);
      }
    });

    it("says of a deleted issue that it is gone", async () => {
      const { tracker } = under();
      const { number } = await opened();
      under().remove(number);
      for (const call of callsOn(tracker, number))
        await expect(call()).rejects.toMatchObject({ kind: "gone" });
    });

    it.each<TrackerErrorKind>([
      "unreachable",
      "rate-limited",
      "unauthorized",
      "not-found",
      "disabled",
    ])(
      "fails as %s, whatever is asked, and works again after",
      async (kind) => {
        const { tracker } = under();
        const { number } = await opened();
        under().fail(kind);
        const calls = [
          () => tracker.open(draft(), SINCE),
          ...callsOn(tracker, number),
        ];
        const errors = await Promise.all(
          calls.map((call) => call().catch((error: unknown) => error)),
        );
        under().fail(undefined);
        for (const error of errors) {
          expect(error).toBeInstanceOf(IssueTrackerError);
          expect(error).toMatchObject({ kind, code: "ISSUE_TRACKER" });
        }
        await tracker.comment(number, "back");
        expect(onPage(number)).toMatchObject({ comments: ["back"] });
      },
    );

    it("knows when a limit ends", async () => {
      under().fail("rate-limited");
      await expect(opened()).rejects.toMatchObject({
        retryAt: expect.any(Date),
      });
      under().fail(undefined);
    });

    it("says of a text that is too long that it is invalid", async () => {
      const { tracker, tooLong } = under();
      const { number } = await opened();
      await expect(tracker.edit(number, tooLong)).rejects.toMatchObject({
        kind: "invalid",
      });
    });
  });
}

const callsOn = (
  tracker: IssueTracker,
  number: number,
): readonly (() => Promise<unknown>)[] => [
  () => tracker.read(number),
  () => tracker.edit(number, "text"),
  () => tracker.comment(number, "words"),
  () => tracker.reopen(number),
  () => tracker.close(number),
];
