/** The API's documents, written by `npm run docs:write`, each with a tag that changes with it. */
import { createHash } from "node:crypto";
import errorsPage from "../../../docs/errors-page.json" with { type: "json" };
import openApi from "../../../docs/openapi.json" with { type: "json" };

const tagOf = (text: string): string =>
  `"${createHash("sha256").update(text).digest("hex").slice(0, 16)}"`;

export const OPENAPI_DOCUMENT: {
  readonly body: { readonly openapi: string };
  readonly etag: string;
} = { body: openApi, etag: tagOf(JSON.stringify(openApi)) };

export const ERRORS_PAGE = {
  body: errorsPage.html,
  etag: tagOf(errorsPage.html),
};
