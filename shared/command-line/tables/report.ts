/** A report for people: each figure beside its objective and, when asked for, beside that of the period before. */
import type { Objective, Report, Review } from "../answers.ts";
import { formatMeasured } from "../duration.ts";
import type { Cell, Table } from "../table.ts";

type Value = number | null | undefined;
type Show = (value: number) => string;

interface Figure {
  readonly name: string;
  readonly of: (review: Review) => Value;
  readonly show: Show;
}

export function reportTable(report: Report): Table {
  const { before } = report;
  const rows = [
    ...report.objectives.map((each, place) =>
      objectiveRow(each, before?.objectives[place]),
    ),
    ...FIGURES.map((figure) => figureRow(figure, report)),
    ...failureRows(report),
    ...(before ? [projectionRow(report)] : []),
  ];
  const width = before ? 5 : 3;
  return {
    head: [
      report.period,
      "value",
      "objective",
      `${report.period} before`,
      "change",
    ].slice(0, width),
    rows: rows.map((row) => row.slice(0, width)),
    empty: "Nothing is known yet.",
  };
}

function objectiveRow(
  { objective, class: ofClass, target, actual, isKept }: Objective,
  before: Objective | undefined,
): readonly Cell[] {
  const isWait = objective === "wait-p95-ms";
  const show = isWait ? time : share;
  const kept = isKept ? ", kept" : ", NOT KEPT";
  return [
    isWait ? `wait of ${ofClass ?? "all"}, p95` : objective.replace("-", " "),
    cell(actual, show),
    `${isWait ? "≤" : "≥"} ${show(target)}${isKept === null ? "" : kept}`,
    cell(before?.actual, show),
    change(actual, before?.actual, show),
  ];
}

const figureRow = (
  { name, of, show }: Figure,
  report: Report,
): readonly Cell[] => {
  const now = of(report);
  const before = report.before && of(report.before);
  return [
    name,
    cell(now, show),
    "",
    cell(before, show),
    change(now, before, show),
  ];
};

/** The three that most tasks failed of. */
const failureRows = ({
  failures,
  before,
}: Report): readonly (readonly Cell[])[] =>
  failures.slice(0, 3).map(({ outcome, tasks }) => {
    const then = before?.usage
      ? (before.failures.find((each) => each.outcome === outcome)?.tasks ?? 0)
      : undefined;
    return [
      `failed: ${outcome}`,
      `${tasks}`,
      "",
      cell(then, whole),
      change(tasks, then, whole),
    ];
  });

const projectionRow = ({
  projectedUtilization,
  period,
}: Report): readonly Cell[] => [
  `utilization in the next ${period}`,
  cell(projectedUtilization, share),
  "if it goes on so",
  "",
  "",
];

const cell = (value: Value, show: Show): Cell =>
  value === null || value === undefined ? undefined : show(value);

function change(now: Value, before: Value, show: Show): Cell {
  if (typeof now !== "number" || typeof before !== "number") return undefined;
  const difference = now - before;
  if (difference === 0) return "=";
  return `${difference > 0 ? "+" : "−"}${show(Math.abs(difference))}`;
}

const round = (value: number, digits = 2): string =>
  `${Number(value.toFixed(digits))}`;
const share: Show = (value) => `${round(value * 100)} %`;
const time: Show = formatMeasured;
const whole: Show = (value) => round(value, 0);
const dollars: Show = (value) => `$${value.toFixed(2)}`;
const places: Show = (value) => round(value);

const FIGURES: readonly Figure[] = [
  {
    name: "minutes known",
    of: ({ availability }) => availability.minutes,
    show: whole,
  },
  { name: "minutes without service", of: downMinutes, show: whole },
  { name: "tasks finished", of: ({ usage }) => usage?.finished, show: whole },
  { name: "tasks failed", of: ({ usage }) => usage?.failed, show: whole },
  { name: "runs of the CLI", of: ({ usage }) => usage?.requests, show: whole },
  {
    name: "run, mean",
    of: ({ usage }) => usage?.averageResponseTime,
    show: time,
  },
  { name: "wait, mean", of: ({ usage }) => usage?.averageWaitTime, show: time },
  {
    name: "executors' places",
    of: ({ capacity }) => capacity.slots,
    show: places,
  },
  {
    name: "utilization",
    of: ({ capacity }) => capacity.utilization,
    show: share,
  },
  { name: "tokens read", of: ({ usage }) => usage?.inputTokens, show: whole },
  {
    name: "tokens written",
    of: ({ usage }) => usage?.outputTokens,
    show: whole,
  },
  { name: "cost", of: ({ usage }) => usage?.costUsd, show: dollars },
];

function downMinutes({ availability }: Review): Value {
  const { share: known, minutes, upMinutes } = availability;
  return known === null ? null : minutes - upMinutes;
}
