/** What operators may change while the service runs. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import { ProblemError } from "../../shared/runtime/http/problem.ts";
import { json } from "../../shared/runtime/http/reply.ts";
import { type Route, route } from "../../shared/runtime/http/route.ts";
import { SettingsBody } from "./settings-requests.ts";
import { ChangedSettings, KnownSettings } from "./settings-responses.ts";

export const settingsRoutes = ({
  settings,
  http,
}: OperatorApi): readonly Route[] => [
  route({
    method: "GET",
    path: "/settings",
    id: "getSettings",
    scope: "observe",
    summary: "The settings, and with what the service began.",
    answers: { 200: { description: "All of them.", body: KnownSettings } },
    run: async () => json(200, await settings.read()),
  }),
  route({
    method: "PATCH",
    path: "/settings",
    id: "changeSettings",
    scope: "operate",
    summary: "Change settings: all that are named or, if one is wrong, none.",
    body: SettingsBody,
    answers: { 200: { description: "All of them.", body: ChangedSettings } },
    problems: ["settings-changed"],
    run: async ({ body }, { agent: actor }) => {
      const { version, reason, ...patch } = body;
      const seen = version === undefined ? {} : { version };
      const order = { actor, reason, patch, ...seen };
      const changed = await settings.change(order);
      if (changed.kind === "bad-settings") throw badSettings(changed.problem);
      if (changed.kind === "overtaken")
        throw settingsChanged(changed.version, version);
      const isChanged = changed.kind === "changed";
      http.journal.note({
        event: "settings-changed",
        level: "warn",
        actor,
        reason,
        version: changed.known.version,
        changed: isChanged,
      });
      return json(200, { ...changed.known, changed: isChanged });
    },
  }),
];

type Changed = Awaited<ReturnType<OperatorApi["settings"]["change"]>>;

const badSettings = (
  problem: Extract<Changed, { readonly kind: "bad-settings" }>["problem"],
): ProblemError =>
  new ProblemError("invalid-request", {
    detail: `${problem.field} ${problem.message}.`,
    field: problem.field,
    errors: [problem],
  });

/** Without a version nobody asked for one: then it is only that others were quicker, again and again. */
const settingsChanged = (
  present: number | undefined,
  asked: number | undefined,
): ProblemError =>
  new ProblemError("settings-changed", {
    detail:
      present === undefined || asked === undefined
        ? "Others kept changing the settings at the same time; send the change again."
        : `The settings are of version ${present}, not ${asked}; look at them, and send the change again with that version.`,
    field: "version",
  });
