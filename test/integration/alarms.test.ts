/** Every alarm as it is deployed rings by what the service really writes, and clears when the trouble is over. */
import { readFileSync } from "node:fs";
import {
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from "vitest";
import {
  METRICS,
  METRICS_NAMESPACE,
} from "../../shared/domain/metric-names.ts";
import { checkCcsp } from "../docs/check-ccsp.ts";
import { type Alarm, alarmsOf } from "./harness/alarms/alarm.ts";
import { type Datapoints, datapoints } from "./harness/alarms/datapoints.ts";
import { type AlarmState, evaluate } from "./harness/alarms/evaluate.ts";
import { type Trouble, TROUBLES } from "./harness/alarms/troubles.ts";
import { watchedService } from "./harness/alarms/watched-service.ts";
import {
  ofType,
  packaged,
  PACKAGES_WITHIN_MS,
  type PackagedTemplate,
} from "./harness/packaged.ts";

/** AWS measures these, and nothing here can make it: a failing API, Lambdas that crash, are not started or are refused. */
const MEASURED_BY_AWS = [
  "api-failing",
  "dispatch-crashing",
  "poll-failing",
  "poll-missing",
  "throttles",
  "wait-task-busy",
];

let template: PackagedTemplate;
beforeAll(async () => {
  template = await packaged("prod");
}, PACKAGES_WITHIN_MS);

const alarms = (): ReadonlyMap<string, Alarm> => alarmsOf(template);

function alarmOf(name: string): Alarm {
  const alarm = alarms().get(name);
  if (!alarm) throw new Error(`${name} is no alarm of the template`);
  return alarm;
}

describe("an alarm of ours", () => {
  let points: Datapoints;
  let now = new Date(0);
  beforeEach(() => {
    points = datapoints();
    vi.spyOn(console, "log").mockImplementation((line: string) => {
      points.take(line, now);
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  async function live(alarm: Alarm, trouble: Trouble) {
    const service = watchedService("prod");
    const periodMs = (alarm.Queries[0]?.Period ?? 0) * 1_000;
    let state: AlarmState = "INSUFFICIENT_DATA";

    /** As often as it is evaluated, and so many periods. */
    const periods = async (
      count: number,
      each?: Trouble["goOn"],
    ): Promise<AlarmState> => {
      const end = service.clock.now().getTime() + count * periodMs;
      while (service.clock.now().getTime() < end) {
        now = service.clock.now();
        await each?.(service);
        await service.minute();
        await service.nextMinute();
        if (service.clock.now().getTime() % periodMs === 0)
          state = evaluate(alarm, points, { end: service.clock.now(), state });
      }
      return state;
    };

    const most = alarm.EvaluationPeriods;
    const before = await periods(most);
    now = service.clock.now();
    await trouble.begin?.(service);
    // A task must have waited so long first.
    const wait =
      alarm.Queries[0]?.Metric.MetricName === "OldestWaitingAge"
        ? alarm.Threshold / periodMs
        : 0;
    const during = await periods(
      most + wait + 1 - Number(trouble.end === undefined),
      trouble.goOn,
    );
    await trouble.end?.(service);
    const after = await periods(most + 1);
    return [before, during, after];
  }

  it.each(Object.entries(TROUBLES))(
    "%s rings while it is so, and is over with it",
    async (name, trouble) => {
      expect(await live(alarmOf(name), trouble)).toEqual(["OK", "ALARM", "OK"]);
    },
  );
});

describe("the alarms", () => {
  it("are each proven here, but for those that AWS measures", () => {
    const names = [...Object.keys(TROUBLES), ...MEASURED_BY_AWS];
    expect(names.sort()).toEqual([...alarms().keys()].sort());
  });

  it("watch metrics of the table, by dimensions that they are written by", () => {
    for (const [name, { Queries }] of alarms())
      for (const { Metric } of Queries) {
        if (MEASURED_BY_AWS.includes(name)) continue;
        expect(Metric.Namespace).toBe(METRICS_NAMESPACE);
        const dimensions = Metric.Dimensions.map((each) => each.Name);
        expect(writtenAs(Metric.MetricName)).toContainEqual(dimensions);
      }
  });

  it("tell people when they ring and when they are over, what stops working, and where the runbook is", () => {
    const operations = readFileSync(
      new URL("../../docs/operations.md", import.meta.url),
      "utf8",
    );
    for (const [name, alarm] of alarms()) {
      const people = [{ Ref: "AlarmsTopic" }];
      expect(alarm).toMatchObject({
        AlarmActions: people,
        OKActions: people,
      });
      // The most that CloudWatch takes.
      expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1_024);
      expect(alarm.AlarmDescription).toMatch(
        new RegExp(`Runbook: docs/operations\\.md#${name}$`),
      );
      expect(operations).toContain(`\n### ${name}\n`);
    }
  });

  it("name only commands that exist", () => {
    for (const [file, { AlarmDescription: text }] of alarms())
      expect(checkCcsp({ file, text })).toEqual([]);
  });

  it("have no runbook without an alarm", () => {
    const operations = readFileSync(
      new URL("../../docs/operations.md", import.meta.url),
      "utf8",
    );
    const runbooks = operations.slice(operations.indexOf("\n## Runbooks"));
    const names = [...runbooks.matchAll(/^### (.+)$/gmu)].map(
      ([, name]) => name,
    );
    expect(names.sort()).toEqual([...alarms().keys()].sort());
  });

  it("come by e-mail to whoever is named, and to nobody by default", () => {
    expect(template.Parameters["AlarmEmail"]).toMatchObject({ Default: "" });
    expect(template.Resources["AlarmEmailSubscription"]).toMatchObject({
      Condition: "HasAlarmEmail",
      Properties: {
        TopicArn: { Ref: "AlarmsTopic" },
        Endpoint: { Ref: "AlarmEmail" },
      },
    });
  });
});

describe("the page in CloudWatch", () => {
  const widgets = (): readonly Widget[] => {
    const [[, dashboard] = []] = ofType(template, "AWS::CloudWatch::Dashboard");
    const body = dashboard?.Properties["DashboardBody"] as {
      readonly "Fn::Sub": string;
    };
    return (JSON.parse(body["Fn::Sub"]) as { widgets: Widget[] }).widgets;
  };

  it("draws metrics of the table, by dimensions that they are written by", () => {
    const drawn = widgets().flatMap(
      ({ properties }) => properties.metrics ?? [],
    );
    const ours = drawn.filter(([namespace]) => namespace === METRICS_NAMESPACE);
    expect(ours.length).toBeGreaterThan(30);
    for (const [, name, ...rest] of ours) {
      const dimensions = rest.filter(
        (each, index) => index % 2 === 0 && typeof each === "string",
      );
      expect(writtenAs(String(name))).toContainEqual(dimensions);
    }
  });

  it("shows every alarm", () => {
    const shown = widgets().flatMap(
      ({ properties }) => properties.alarms ?? [],
    );
    const ids = ofType(template, "AWS::CloudWatch::Alarm")
      .filter(([, { Properties }]) =>
        alarms().has(String(Properties["AlarmName"]).replace("ccsp-prod-", "")),
      )
      .map(([id]) => `\${${id}.Arn}`);
    expect(shown.toSorted()).toEqual(ids.toSorted());
  });
});

interface Widget {
  readonly properties: {
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
  };
}

/** The sets of dimensions that a metric is written by. */
function writtenAs(name: string): readonly (readonly string[])[] {
  const entry = Object.entries(METRICS).find(([each]) => each === name);
  if (!entry) throw new Error(`${name} is no metric of the table`);
  return [["Stage"], ...entry[1].by.map((each) => ["Stage", each])];
}
