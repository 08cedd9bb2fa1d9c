/** What people are told of a lost login: the issue's text, which says what to do, and its comments. */
import { asCode } from "./foreign-text.ts";
import type { Loss, Owed, SessionCause } from "./session.ts";

/** Where the CLI's credential is kept, for whoever has to renew it. */
export type CredentialPlace =
  | { readonly kind: "secrets-manager"; readonly secretId: string }
  | { readonly kind: "file"; readonly path: string }
  /** The user's own login. */
  | { readonly kind: "config-dir"; readonly path: string };

/** What the text of every issue here has in common. */
export interface IssueWording {
  /** Of the deployment. */
  readonly stage: string;
  /** The label by which issues are found again. */
  readonly label: string;
  readonly credential: CredentialPlace;
}

export const DEFAULT_LABEL = "ccsp";

/** What waits for the login. */
export interface Waiting {
  readonly tasks: number;
  /** Each once. */
  readonly agents: readonly string[];
}

export interface IssueDraft {
  readonly title: string;
  /** The first is the one by which it is found again. */
  readonly labels: readonly string[];
  /** Hidden in the body: the issue that carries it is ours. */
  readonly marker: string;
  readonly body: string;
}

/** Names listed; the rest is counted. */
const MAX_AGENTS = 20;
/** Between two changes of the body. */
export const EDIT_EVERY_MS = 5 * 60_000;

const TITLES: Readonly<Record<SessionCause, string>> = {
  "session-expired": "the Claude login has expired",
  billing: "the Claude account has no credit",
};

const HAPPENED: Readonly<Record<SessionCause, string>> = {
  "session-expired":
    "The API refuses CCSP's Claude login, so no task is started until it is renewed.",
  billing:
    "The API knows CCSP's Claude login, but the account behind it cannot pay, so no task is started until it can.",
};

export function issueDraft(
  loss: Loss,
  waiting: Waiting,
  wording: IssueWording,
): IssueDraft {
  return {
    title: `CCSP (${wording.stage}): ${TITLES[loss.cause]}`,
    labels: [wording.label, loss.cause],
    marker: markerOf(loss, wording),
    body: issueBody(loss, waiting, wording),
  };
}

const markerOf = ({ incident }: Loss, { stage }: IssueWording): string =>
  `<!-- ccsp stage=${plain(stage)} incident=${plain(incident)} -->`;

/** Nothing that could end a comment of HTML. */
const plain = (text: string): string => text.replace(/[^\w-]/gu, "");

export function issueBody(
  loss: Loss,
  waiting: Waiting,
  wording: IssueWording,
): string {
  const { cause, at, reason, executorId } = loss;
  return [
    markerOf(loss, wording),
    HAPPENED[cause],
    [
      `- Since: ${at.toISOString()}, seen by executor ${asCode(executorId)}`,
      `- The CLI said: ${asCode(reason)}`,
      `- Waiting: ${inWords(waiting)}`,
    ].join("\n"),
    "## What to do",
    `1. ${remedy(cause, wording.credential)}\n2. Close this issue.`,
    "## What CCSP does then",
    "Within about a minute it tries the login with one tiny run. If it works, the tasks that wait are queued again in their old order, none of them has lost an attempt, and a comment says so. If not, this issue is opened again, and a comment says why.",
    "_CCSP keeps this text current; please write in comments._",
  ].join("\n\n");
}

function inWords({ tasks, agents }: Waiting): string {
  if (tasks === 0) return "no task that is known of yet";
  const named = agents.slice(0, MAX_AGENTS).map(asCode).join(", ");
  const more = agents.length - MAX_AGENTS;
  const rest = more > 0 ? ` and ${String(more)} more` : "";
  return `${counted(tasks, "task")} of ${counted(agents.length, "agent")}: ${named}${rest}`;
}

const counted = (count: number, noun: string): string =>
  `${String(count)} ${noun}${count === 1 ? "" : "s"}`;

function remedy(cause: SessionCause, place: CredentialPlace): string {
  const renew = renewal(place);
  return cause === "billing"
    ? `Pay: add credit or mend the means of payment at <https://platform.claude.com/settings/billing> (for an API key) or at <https://claude.ai/settings/billing> (for a subscription). Or else take another account: ${renew}`
    : `Renew the credential, and never write it here: ${renew}`;
}

const EITHER =
  'a token of a subscription, which `claude setup-token` prints on a machine with a browser, as `{"CLAUDE_CODE_OAUTH_TOKEN": "…"}`, or an API key from <https://platform.claude.com/settings/keys> as `{"ANTHROPIC_API_KEY": "…"}`';

function renewal(place: CredentialPlace): string {
  switch (place.kind) {
    case "secrets-manager":
      return `put ${EITHER}, into the secret ${asCode(place.secretId)} of AWS Secrets Manager, for example by \`aws secretsmanager put-secret-value --secret-id ${plainId(place.secretId)} --secret-string file://credential.json\`.`;
    case "file":
      return `put ${EITHER}, into the file ${asCode(place.path)} on the machine that runs CCSP (mode 0600).`;
    case "config-dir":
      return `run \`claude\` with \`CLAUDE_CONFIG_DIR\` set to ${asCode(place.path)} on the machine that runs CCSP, and log in by \`/login\`.`;
  }
}

/** What an id of a secret may be made of, so that it can stand in a command. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const plainId = (id: string): string => id.replace(/[^\w/+=.@:-]/gu, "");

/** A comment, and what is done with the issue before it is written. */
export interface IssueWord {
  readonly comment: string;
  readonly change?: "close" | "reopen";
}

export function issueWord(owed: Owed): IssueWord {
  switch (owed.word) {
    case "works":
      return {
        change: "close",
        comment: `The login works again. ${resumed(owed.tasks)}`,
      };
    case "refused":
      return {
        change: "reopen",
        comment: `The login still does not work, so this issue is open again. The CLI said: ${asCode(owed.reason)}\n\nRenew the credential as described above, then close this issue once more.`,
      };
    case "doubtful":
      return {
        comment: `It could not be found out yet whether the login works: ${asCode(owed.reason)}\n\nCCSP tries again by itself; nothing is to be done here.`,
      };
    case "opened":
      return {
        change: "close",
        comment:
          "Somebody has opened the gate by hand, so work goes on without a verification. Should the login be refused again, there will be a new issue.",
      };
    case "needless":
      return {
        change: "close",
        comment:
          "The login was back before this issue was written: nothing is to be done.",
      };
  }
}

const resumed = (tasks: number): string =>
  tasks === 0
    ? "No task had to wait for it."
    : `${counted(tasks, "task")} queued again, in the old order.`;

/** The body is kept current without a stream of notices. */
export const shouldEdit = (
  lastEditAt: Date,
  oldBody: string,
  newBody: string,
  now: Date,
): boolean =>
  oldBody !== newBody && now.getTime() - lastEditAt.getTime() >= EDIT_EVERY_MS;
