/**
 * Hides the keys of a request in the words of a program that repeats it: those words go to logs,
 * issues and desks where the request itself does not. Only what looks like a key is hidden, so that
 * what is left still says what went wrong.
 */
import { HIDDEN } from "./hide-secrets.ts";
import type { TaskRequest } from "./task.ts";

/** What may stand together in a key; first with the characters of Base64 and of addresses, then without. */
const WORDS = [/[\w+/=.~:@-]{16,}/g, /[\w-]{16,}/g];

/** Ordinary words have no digits, and numbers no letters. */
const looksLikeKey = (word: string): boolean =>
  /\d/.test(word) && /[A-Za-z]/.test(word);

type Texts = Pick<TaskRequest, "prompt" | "systemPrompt" | "context">;

/** @param said not much longer than what is kept of it: each of its words is looked for */
export function hideRequest(said: string, request: Texts): string {
  const { prompt, systemPrompt = "", context = {} } = request;
  const asked = [prompt, systemPrompt, JSON.stringify(context)].join("\n");
  const hide = (word: string): string =>
    looksLikeKey(word) && asked.includes(word) ? HIDDEN : word;
  return WORDS.reduce((text, words) => text.replaceAll(words, hide), said);
}
