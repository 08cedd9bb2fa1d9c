/** The body as sent, read once at the door: size, encoding, JSON, schema. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { z } from "zod";
import { inspectJson } from "./inspect-json.ts";
import { ProblemError } from "./problem.ts";
import { validate } from "./validate.ts";

/** Below the 6 MB that a Lambda takes. */
const MAX_BODY_BYTES = 5_000_000;

/** An absent or empty body reads as `{}`: every control route accepts one. */
export const readBody = <T extends z.ZodType>(
  event: APIGatewayProxyEventV2,
  schema: T,
): z.output<T> => checkJson(readJson(event), schema, "body");

/** The parsed body, of which nothing more is known. */
export function readJson(event: APIGatewayProxyEventV2): unknown {
  const text = readText(event).replace(/^\uFEFF/, ""); // some editors begin a file with this mark
  return text.trim() === "" ? {} : parse(text);
}

/** @param whole what to call the value itself, for example `body` */
export function checkJson<T extends z.ZodType>(
  value: unknown,
  schema: T,
  whole: string,
): z.output<T> {
  const wrong = inspectJson(value, whole);
  if (wrong)
    throw new ProblemError("invalid-request", {
      detail: `${wrong.field} ${wrong.message}.`,
      field: wrong.field,
      errors: [wrong],
    });
  return validate(schema, value, whole);
}

function readText(event: APIGatewayProxyEventV2): string {
  const { isBase64Encoded, headers } = event;
  const body = bodyOf(event);
  const bytes = isBase64Encoded ? Buffer.from(body, "base64") : undefined;
  const size = bytes?.length ?? Buffer.byteLength(body);
  if (
    size > MAX_BODY_BYTES ||
    Number(headers["content-length"]) > MAX_BODY_BYTES
  )
    throw new ProblemError("payload-too-large", {
      detail: `The body is larger than ${MAX_BODY_BYTES} bytes; send less.`,
      field: "body",
    });
  const text = bytes ? decode(bytes) : body;
  if (text === undefined || wasReplaced(text, size, headers["content-length"]))
    throw new ProblemError("invalid-encoding", {
      detail: "The body is not valid UTF-8; encode it as UTF-8.",
      field: "body",
    });
  return text;
}

/** Without a body the gateway leaves it out; serverless-offline says `null`, and hands over `0` and `false` parsed. */
function bodyOf({ body }: { readonly body?: unknown }): string {
  const given = body ?? "";
  return typeof given === "string" ? given : JSON.stringify(given);
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * The gateway hands over text in which U+FFFD, three bytes, stands for each sequence that was not
 * UTF-8, one to three bytes; one that the sender wrote is as long as it was. So a body of another
 * length than was sent is a broken one. Unseen are those cut off after three of four bytes, and
 * bodies that came in chunks, without a length.
 */
const wasReplaced = (
  text: string,
  size: number,
  sent: string | undefined,
): boolean =>
  sent !== undefined && text.includes("\uFFFD") && Number(sent) !== size;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message quotes the body, which may be a prompt: only the place leaves this door.
    const place = /line \d+ column \d+/.exec(String(error))?.[0];
    throw new ProblemError("invalid-json", {
      detail: `The body is not valid JSON${place === undefined ? "" : ` at ${place}`}; send one JSON object.`,
      field: "body",
    });
  }
}
