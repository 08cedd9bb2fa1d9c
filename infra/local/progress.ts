import { styleText } from "node:util";

/** Tells the person at the terminal what happens; colours only if there is a terminal. */
export interface Progress {
  /** One line when the work is done: its title and the seconds it took. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  say(line: string): void;
  /** What nobody may overlook. */
  warn(line: string): void;
}

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

const TITLE_WIDTH = 28;

/**
 * @param output its reader may go away at any time (a closed terminal, `npm start | head`): what
 * cannot be written then is dropped, because the end still has to be an orderly one
 */
export function progressOn(output: Output): Progress {
  output.on("error", () => {});
  const print = (line: string) => void output.write(`${line}\n`);
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    output.isTTY === true ? styleText(format, text) : text;
  return {
    step: async (title, work) => {
      const startedAt = performance.now();
      const result = await work();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      print(
        `  ${style("green", "✓")} ${title.padEnd(TITLE_WIDTH)} ${style("dim", `${seconds} s`)}`,
      );
      return result;
    },
    say: print,
    warn: (line) => print(style(["bold", "yellow"], `!! ${line}`)),
  };
}
