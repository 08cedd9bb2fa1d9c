/**
 * What happens while somebody waits, on standard error: on a terminal one line that is drawn anew,
 * elsewhere (a log, a pipe) a line for each change.
 */
import type { Output, Stream } from "./output.ts";

export interface StatusLine {
  /** What is so now; the elapsed time is added. */
  say(state: string): void;
  /** Takes the line away. */
  end(): void;
}

export interface StatusLineOptions {
  readonly stderr: Stream;
  readonly out: Output;
  /** The elapsed time in words. */
  readonly elapsed: () => string;
}

const REDRAW_EVERY_MS = 1_000;

export async function createStatusLine({
  stderr,
  out,
  elapsed,
}: StatusLineOptions): Promise<StatusLine> {
  if (stderr !== process.stderr || !canRedraw(process.stderr))
    return {
      say: (state) => out.note(`${state} · ${elapsed()}`),
      end: () => {},
    };
  // Only who waits at a terminal pays for loading it.
  const { default: ora } = await import("ora");
  let current = "";
  const spinner = ora({ stream: process.stderr, discardStdin: false });
  const draw = (): void => void (spinner.text = `${current} · ${elapsed()}`);
  const timer = setInterval(draw, REDRAW_EVERY_MS);
  return {
    say: (state) => {
      current = state;
      draw();
      if (!spinner.isSpinning) spinner.start();
    },
    end: () => {
      clearInterval(timer);
      spinner.stop();
    },
  };
}

/** A terminal of unknown width (of a recorder, of a build) takes no line back: the spinner would erase for ever. */
const canRedraw = ({ isTTY, columns }: NodeJS.WriteStream): boolean =>
  isTTY && columns > 0;
