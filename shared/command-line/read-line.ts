/** One line from whoever sits at the terminal; Ctrl-C and Ctrl-D answer nothing. */
import { createInterface } from "node:readline";

export async function readLine(
  input: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<string> {
  const lines = createInterface({ input, signal });
  try {
    for await (const line of lines) return line;
    return "";
  } finally {
    lines.close();
  }
}
