/** What is expected, how sure that is, and from how much it was found. */
import type { ComponentChildren } from "preact";
import type { Answers } from "../answers.ts";
import { count, duration, moment, percent, UNKNOWN } from "../format.ts";
import { Panel } from "../panel.tsx";
import type { View } from "../view.ts";

type All = Answers["stats"]["predictions"];
type Known<Name extends keyof All> = NonNullable<All[Name]>;
type Reached = Known<"queueOverflow">["classes"][number]["overflow"];
type ToldStarts = Answers["stats"]["queue"]["predictedStarts"];
type Trend = Known<"resourceUsage">["memory"];
interface Made {
  readonly method: string;
  readonly sampleSize: number;
  readonly confidence: number;
}

const MEGABYTE = 1_000_000;

export function Predictions(view: View) {
  const stats = view.readings.stats?.answer;
  const all = stats?.predictions;
  return (
    <Panel title="Predictions" names={["stats"]} view={view} size="third">
      <dl class="facts">
        <Prediction label="Rate limit" made={all?.rateLimitRisk}>
          {all?.rateLimitRisk && (
            <RateLimit risk={all.rateLimitRisk} now={view.now} />
          )}
        </Prediction>
        <Prediction label="Overflow" made={all?.queueOverflow}>
          {all?.queueOverflow && (
            <Overflow overflow={all.queueOverflow} now={view.now} />
          )}
        </Prediction>
        <Prediction label="Resources, in 1 h" made={all?.resourceUsage}>
          {all?.resourceUsage && <Resources usage={all.resourceUsage} />}
        </Prediction>
        <div>
          <dt>Starts</dt>
          <dd>
            <Starts starts={stats?.queue.predictedStarts} />
          </dd>
        </div>
      </dl>
    </Panel>
  );
}

const Prediction = ({
  label,
  made,
  children,
}: {
  readonly label: string;
  readonly made: Made | null | undefined;
  readonly children: ComponentChildren;
}) => (
  <div>
    <dt>{label}</dt>
    <dd>
      {made ? children : UNKNOWN}
      {made && (
        <div class="muted">
          confidence {percent(made.confidence)}, {count(made.sampleSize)}{" "}
          minutes, {made.method.replaceAll("-", " ")}
        </div>
      )}
    </dd>
  </div>
);

const RateLimit = ({
  risk: { risk, windows },
  now,
}: {
  readonly risk: Known<"rateLimitRisk">;
  readonly now: number;
}) => (
  <>
    risk <strong>{percent(risk)}</strong>
    {windows.map((window) => (
      <div key={window.name} class="muted">
        {window.name.replaceAll("_", " ")}: used up{" "}
        {inWords(window.exhaustion, now)}
      </div>
    ))}
  </>
);

function Overflow({
  overflow: { overflowsAt, classes },
  now,
}: {
  readonly overflow: Known<"queueOverflow">;
  readonly now: number;
}) {
  const growing = classes.filter(({ overflow }) => overflow.expected !== null);
  return (
    <>
      <strong>
        {overflowsAt === null
          ? "none within a week"
          : `at ${moment(overflowsAt, now)}`}
      </strong>
      {growing.map((one) => (
        <div key={one.class} class="muted">
          {one.class}: full {inWords(one.overflow, now)};{" "}
          {count(one.arrivalRate)} come, {count(one.serviceRate)} go a minute
        </div>
      ))}
    </>
  );
}

const Resources = ({
  usage: { memory, cpu },
}: {
  readonly usage: Known<"resourceUsage">;
}) => (
  <>
    <Expected what="memory" trend={memory} unit={MEGABYTE} unitName=" MB" />
    <Expected what="processors" trend={cpu} unit={1} unitName="" />
  </>
);

/** How what tasks were told at their acceptance was kept. */
function Starts({ starts }: { readonly starts: ToldStarts | undefined }) {
  if (typeof starts?.keptRate !== "number") return <>{UNKNOWN}</>;
  return (
    <>
      <strong>{percent(starts.keptRate)}</strong> as told
      <div class="muted">
        of {count(starts.count)} in the last hour, off by{" "}
        {duration(starts.meanErrorMs)} on the average
      </div>
    </>
  );
}

const Expected = ({
  what,
  trend: { inAnHour, low, high },
  unit,
  unitName,
}: {
  readonly what: string;
  readonly trend: Trend;
  readonly unit: number;
  readonly unitName: string;
}) => (
  <div>
    {what} <strong>{count(inAnHour / unit)}</strong>
    {unitName}{" "}
    <span class="muted">
      ({count(low / unit)} to {count(high / unit)})
    </span>
  </div>
);

function inWords({ expected, earliest, latest }: Reached, now: number): string {
  if (expected === null) return "not within a week";
  const from = moment(earliest, now);
  const range = latest
    ? `${from} to ${moment(latest, now)}`
    : `${from} or later`;
  return `at ${moment(expected, now)} (${range})`;
}
