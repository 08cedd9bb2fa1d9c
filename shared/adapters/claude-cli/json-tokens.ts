import { jsonParser, type Token } from "stream-json/core/parser.js";

/** Reads a JSON text piece by piece. */
export interface JsonTokens {
  /** Whether what was read ends inside a string: the next piece may then be a large one. */
  readonly isInString: () => boolean;
  /** Throws when it is no JSON. */
  readonly read: (piece: string) => void;
  /** To be called once. That the text is complete is seen by its last token. */
  readonly end: () => void;
}

/** The last token of what ends inside a string. */
const INSIDE = new Set(["startString", "startKey", "stringChunk"]);

/** An escape that goes on in the next piece. */
const OPEN_ESCAPE = /(?<!\\)(?:\\\\)*(\\(?:u[\da-f]{0,3})?)$/i;
/** The same, with the halves of characters before it: the tokenizer would wait for the others. */
const OPEN_CHARACTER =
  /(?<!\\)(?:\\\\)*((?:\\ud[89ab][\da-f]{2})*(?:\\(?:u[\da-f]{0,3})?)?)$/i;

/**
 * A string that goes on from piece to piece is unescaped by `JSON.parse`: the tokenizer makes an
 * object of every escape, and would take minutes where a long text is full of them.
 */
export function jsonTokens(onToken: (token: Token) => void): JsonTokens {
  const tokenize = jsonParser({ packValues: false });
  let isInString = false;
  let open = "";

  const feed = (text: string): void => {
    const tokens = tokenize(text);
    if (typeof tokens !== "object") return;
    tokens.values.forEach(onToken);
    isInString = INSIDE.has(tokens.values.at(-1)?.name ?? "");
  };

  return {
    isInString: () => isInString,
    read: (piece) => {
      const text = open + piece;
      const end = isInString ? endOfString(text) : 0;
      const goesOn = isInString && end === text.length;
      open = (goesOn ? OPEN_ESCAPE : OPEN_CHARACTER).exec(text)?.[1] ?? "";
      const closed = text.length - open.length;
      if (isInString) onToken(chunkOf(text.slice(0, Math.min(end, closed))));
      if (end < closed) feed(text.slice(end, closed));
    },
    end: () => feed(open),
  };
}

function chunkOf(escaped: string): Token {
  return { name: "stringChunk", value: JSON.parse(`"${escaped}"`) as string };
}

/** Where the quotation mark is that ends the string which `text` goes on with; its length if nowhere. */
function endOfString(text: string): number {
  let at = text.indexOf('"');
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at === -1 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === "\\") first -= 1;
  return (at - first) % 2 === 1;
}
