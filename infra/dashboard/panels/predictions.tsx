/** What is expected, how sure that is, and from how much it was found. */
import type { Answers } from "../answers.ts";
import { count, duration, moment, percent, UNKNOWN } from "../format.ts";
import { Panel } from "../panel.tsx";
import type { View } from "../view.ts";

type Name = keyof Answers["stats"]["predictions"];

const LABELS: Readonly<Record<Name, string>> = {
  rateLimitRisk: "Rate limit",
  queueOverflow: "Queue overflow",
  resourceUsage: "Resources",
};

/** Said beside the values, not among them. */
const ABOUT = ["method", "sampleSize", "confidence"];

export function Predictions(view: View) {
  const predictions = view.readings.stats?.answer?.predictions;
  return (
    <Panel title="Predictions" names={["stats"]} view={view} size="third">
      <dl class="facts">
        {(Object.keys(LABELS) as Name[]).map((name) => (
          <div key={name}>
            <dt>{LABELS[name]}</dt>
            <dd>
              <Prediction prediction={predictions?.[name]} now={view.now} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Prediction({
  prediction,
  now,
}: {
  readonly prediction: object | null | undefined;
  readonly now: number;
}) {
  if (!prediction) return <>{UNKNOWN}</>;
  const all = new Map<string, unknown>(Object.entries(prediction));
  const values = [...all].filter(([key]) => !ABOUT.includes(key));
  return (
    <>
      {values.map(([key, value]) => (
        <div key={key}>
          {inWords(key)} <strong>{shown(key, value, now)}</strong>
        </div>
      ))}
      <div class="muted">
        confidence {shown("confidence", all.get("confidence"), now)},{" "}
        {shown("sampleSize", all.get("sampleSize"), now)} samples,{" "}
        {shown("method", all.get("method"), now)}
      </div>
    </>
  );
}

/** `exhaustedInMs` is `exhausted in`. */
const inWords = (key: string): string =>
  key
    .replace(/(Ms|At)$/u, "")
    .replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);

/** By its name, as times and durations have them everywhere in the API. */
function shown(key: string, value: unknown, now: number): string {
  if (value === null || value === undefined) return UNKNOWN;
  if (Array.isArray(value))
    return value.map((one) => shown(key, one, now)).join(" to ");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([name, one]) => `${inWords(name)} ${shown(name, one, now)}`)
      .join(", ");
  if (typeof value === "string")
    return key.endsWith("At") ? moment(value, now) : value;
  if (typeof value !== "number") return JSON.stringify(value);
  if (key.endsWith("Ms")) return duration(value);
  return isShare(key) ? percent(value) : count(value);
}

const isShare = (key: string): boolean =>
  /confidence|probability|risk|utili[sz]ation/iu.test(key);
