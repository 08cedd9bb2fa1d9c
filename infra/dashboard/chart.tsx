/** A chart by uPlot: as wide as its panel, in the colours of the page, and in words for whoever cannot see it. */
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";

export interface Line {
  readonly label: string;
  /** The name of a colour of the page. */
  readonly colour: string;
  readonly kind: "bars" | "line" | "dashed";
  /** One for each time; `null`: not known. */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  /** Of each point, in milliseconds. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly format: (value: number | null | undefined) => string;
  /** There is nothing between 1 and 2. */
  readonly isCount?: boolean;
}

const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
const HEIGHT_PX = 180;
const DARK = matchMedia("(prefers-color-scheme: dark)");
const CLOCK = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
});

export function Chart({
  title,
  data,
}: {
  readonly title: string;
  readonly data: ChartData;
}) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const isDark = useIsDark();
  useEffect(() => {
    if (!place.current) return;
    const drawn = draw(place.current, data);
    chart.current = drawn;
    const resized = new ResizeObserver(([entry]) => {
      if (entry)
        drawn.setSize({ width: entry.contentRect.width, height: HEIGHT_PX });
    });
    resized.observe(place.current);
    return () => {
      resized.disconnect();
      drawn.destroy();
    };
  }, [isDark]);
  useEffect(() => {
    const drawn = chart.current;
    if (!drawn) return;
    drawn.setData(toTable(data));
    // While nobody points at a minute, the last one is told; uPlot empties the legend when it has drawn.
    const timer = setTimeout(() => {
      if (typeof drawn.cursor.idx !== "number")
        drawn.setLegend({ idx: data.times.length - 1 }, false);
    });
    return () => clearTimeout(timer);
  }, [data, isDark]);
  return (
    <figure role="img" aria-label={inWords(title, data)}>
      <div ref={place} class="chart" />
    </figure>
  );
}

function draw(place: HTMLElement, data: ChartData): uPlot {
  const { lines, format, isCount = false } = data;
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string =>
    style.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: colour("muted"),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("line"), width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT_PX,
      cursor: { drag: { x: false, y: false } },
      legend: { live: true },
      scales: {
        // Half a minute on each side, so that the outer bars are whole.
        x: { range: (_self, low, high) => [low - 30, high + 30] },
        y: { range: (_self, _low, high) => [0, roomAbove(high)] },
      },
      axes: [
        { ...axis, size: 30, values: (_self, at) => at.map(toClock) },
        {
          ...axis,
          size: (_self, shown) => widthFor(shown),
          values: (_self, all) => all.map(format),
          ...(isCount && { incrs: WHOLE }),
        },
      ],
      series: [
        { label: "Time", value: (_self, at) => (at ? toClock(at) : "–") },
        ...lines.map((line) => toSeries(line, { colour, format })),
      ],
    },
    [[], ...lines.map(() => [])],
    place,
  );
}

/** Of an axis, in pixels: uPlot cuts off what is wider; before it knows the values there are none. */
const widthFor = (shown: readonly string[] | null): number =>
  Math.max(62, ...(shown ?? []).map(({ length }) => 16 + 7 * length));

const roomAbove = (high: number | null): number => Math.max(high ?? 0, 1) * 1.1;

const toClock = (seconds: number): string => CLOCK.format(seconds * 1_000);

function toSeries(
  { label, colour: name, kind }: Line,
  {
    colour,
    format,
  }: {
    readonly colour: (name: string) => string;
    readonly format: ChartData["format"];
  },
): uPlot.Series {
  const stroke = colour(name);
  const paths = kind === "bars" && uPlot.paths.bars?.({ size: [0.7, 14] });
  return {
    label,
    stroke,
    width: kind === "bars" ? 0 : 2,
    points: { show: kind !== "bars", size: 5, fill: stroke },
    value: (_self, value) => format(value),
    ...(kind === "dashed" && { dash: [6, 4] }),
    ...(paths && { paths, fill: stroke }),
  };
}

const toTable = ({ times, lines }: ChartData): uPlot.AlignedData => [
  times.map((time) => time / 1_000),
  ...lines.map(({ values }) => [...values]),
];

const inWords = (title: string, { lines, format }: ChartData): string =>
  `${title}. ${lines.map((line) => lineInWords(line, format)).join("; ")}.`;

function lineInWords(
  { label, values }: Line,
  format: ChartData["format"],
): string {
  const known = values.filter((value) => value !== null);
  return known.length === 0
    ? `${label}: not known`
    : `${label}: last ${format(known.at(-1))}, highest ${format(Math.max(...known))}`;
}

function useIsDark(): boolean {
  const [isDark, setIsDark] = useState(DARK.matches);
  useEffect(() => {
    const onChange = (): void => setIsDark(DARK.matches);
    DARK.addEventListener("change", onChange);
    return () => DARK.removeEventListener("change", onChange);
  }, []);
  return isDark;
}
