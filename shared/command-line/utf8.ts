/** Bytes that somebody typed, piped or kept in a file, as text: what is not UTF-8 is refused, since it would arrive mangled. */
import { usageError } from "./command-error.ts";

/**
 * @param source what holds them, at the beginning of a sentence
 * @throws CommandError
 */
export function decodeUtf8(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw usageError(
      `${source} is not UTF-8; convert it, for example with \`iconv -f latin1 -t utf-8\`.`,
    );
  }
}
