/** Headers of answers, as the document tells of them. */
import {
  type HeaderName,
  RESPONSE_HEADERS,
  USUAL_HEADERS,
} from "../../../shared/runtime/http/response-headers.ts";

/** Those that every answer has, and these. */
export const headersOf = (
  names: readonly HeaderName[],
): Readonly<Record<string, object>> =>
  Object.fromEntries(
    [...names, ...USUAL_HEADERS].map((name) => [
      name,
      { $ref: `#/components/headers/${name}` },
    ]),
  );

/** For `components.headers`. */
export const headerParts = (): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(RESPONSE_HEADERS).map(([name, header]) => [
      name,
      { ...header, required: true },
    ]),
  );
