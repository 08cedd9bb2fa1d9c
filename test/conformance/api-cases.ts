/** What the API can answer, and what a run must come to then, whatever version plays it. */
import type { OutcomeName } from "../../shared/domain/outcome.ts";
import type { CliRequest } from "../../shared/ports/cli.ts";
import {
  type Answer,
  breaksOff,
  fallsSilent,
  says,
  saysNothing,
  usesTool,
} from "../fakes/messages-api-answers.ts";
import { API_KEY, type Credential, OAUTH_TOKEN } from "./credentials.ts";
import * as api from "./refusals.ts";

export interface ApiCase extends Particulars {
  readonly what: string;
  readonly answers: Answers;
  readonly outcome: OutcomeName;
  readonly credential: Credential;
}

type Answers = readonly [Answer, ...Answer[]];

interface Particulars {
  /**
   * How often one run asks, where it is not once: by the newest version, by the oldest. The CLI's
   * retries are off, but these it makes all the same.
   */
  readonly requests?: readonly [newest: number, oldest: number];
  readonly request?: Partial<CliRequest>;
}

type Row = readonly [
  what: string,
  outcome: OutcomeName,
  answers: Answers,
  particulars?: Particulars,
];

/** Until when the used-up window of these cases is used up. */
export const RESETS_AT = api.secondsAhead(3_600);
const usedUp = api.usedUp(RESETS_AT);
const limitWords = says("You've hit your 5-hour limit · resets 8am");

const PWD = { command: "pwd", description: "Where am I" };
const pwd = usesTool("Bash", PWD);
const costly = { usage: { inputTokens: 100_000, outputTokens: 1_000 } };
const costlyPwd = usesTool("Bash", PWD, costly);
const touch = usesTool("Bash", { command: "touch /x", description: "Touch" });

const twice: Particulars = { requests: [2, 2] };
/** Long enough for the CLI to have started and asked, also where others need the processor. */
const silence = { request: { timeoutMs: 15_000 } };
const otherModel = { ...twice, request: { model: "claude-nobody-1" } };
const twoTurns = { ...twice, request: { maxTurns: 2 } };
const tenCents = { request: { maxBudgetUsd: 0.1 } };

// prettier-ignore
const BY_API_KEY: readonly Row[] = [
  ["an answer", "success", [says("fine")]],
  ["an answer that reads like a limit", "success", [limitWords]],
  ["a tool", "success", [pwd, says("fine")], twice],
  ["a refused tool", "success", [touch, says("sorry")], twice],
  ["no word", "empty-result", [saysNothing], twice],
  ["401", "session-expired", [api.invalidKey]],
  ["403", "session-expired", [api.forbidden]],
  ["400: no credit", "billing", [api.creditTooLow]],
  ["429", "rate-limit", [api.tooFast]],
  ["429 after a tool", "rate-limit", [pwd, api.tooFast], twice],
  ["429 with the windows of a subscription", "rate-limit", [usedUp]],
  ["529", "unavailable", [api.overloaded]],
  ["500", "unavailable", [api.broken]],
  ["a stream cut off", "unavailable", [breaksOff]],
  ["silence in a stream", "timeout", [fallsSilent], silence],
  ["400: prompt too long", "invalid-request", [api.promptTooLong]],
  ["400", "invalid-request", [api.badRequest], { requests: [6, 1] }],
  ["404: no such model", "misconfigured", [api.unknownModel], otherModel],
  ["more turns than allowed", "budget-reached", [pwd], twoTurns],
  ["more cost than allowed", "budget-reached", [costlyPwd], tenCents],
];

// prettier-ignore
const BY_OAUTH_TOKEN: readonly Row[] = [
  ["an answer", "success", [says("fine")]],
  ["401: expired", "session-expired", [api.expiredToken], { requests: [2, 1] }],
  ["403: revoked", "session-expired", [api.revokedToken], { requests: [2, 1] }],
  ["429", "rate-limit", [api.tooFast]],
  ["429 with a used-up window", "usage-limit", [usedUp]],
  ["529", "unavailable", [api.overloaded]],
];

const toCase =
  (credential: Credential) =>
  ([what, outcome, answers, particulars]: Row): ApiCase => ({
    what: `${credential === API_KEY ? "key" : "token"}: ${what}`,
    ...{ outcome, answers, credential },
    ...particulars,
  });

export const API_CASES: readonly ApiCase[] = [
  ...BY_API_KEY.map(toCase(API_KEY)),
  ...BY_OAUTH_TOKEN.map(toCase(OAUTH_TOKEN)),
];
