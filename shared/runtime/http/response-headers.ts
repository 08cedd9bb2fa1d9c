/** The headers of answers that mean something to whoever reads them. */

/** What each says, and its schema as JSON Schema has it. */
export const RESPONSE_HEADERS = {
  location: {
    description: "Where what was made is found.",
    schema: { type: "string", format: "uri-reference" },
    example: "/api/ccsp/tasks/6f1c2b1e-8d0a-4a57-9f0c-0c8f6f3b2a11",
  },
  "retry-after": {
    description: "Seconds after which trying again makes sense.",
    schema: { type: "integer", minimum: 0 },
    example: 5,
  },
  etag: {
    description: "Names this version: send it as `If-None-Match`.",
    schema: { type: "string" },
    example: '"4f2a"',
  },
  "www-authenticate": {
    description: "How to authenticate (RFC 6750).",
    schema: { type: "string" },
    example: 'Bearer realm="ccsp"',
  },
  "content-security-policy": {
    description: "What the page may load.",
    schema: { type: "string" },
    example: "default-src 'none'",
  },
  "referrer-policy": {
    description: "What the page tells others of its address.",
    schema: { type: "string", const: "no-referrer" },
    example: "no-referrer",
  },
  "x-request-id": {
    description: "By it an operator finds the request in the journal.",
    schema: { type: "string" },
    example: "5d7a6f0e-1c8b-4b0a-9a53-0f6f0a3a2e11",
  },
  "cache-control": {
    description:
      "Whether the answer may be kept: `no-store` unless said otherwise.",
    schema: { type: "string" },
    example: "no-store",
  },
  "x-content-type-options": {
    description: "The content type is as said.",
    schema: { type: "string", const: "nosniff" },
    example: "nosniff",
  },
} as const;

export type HeaderName = keyof typeof RESPONSE_HEADERS;

/** Those that every answer has. */
export const USUAL_HEADERS = [
  "x-request-id",
  "cache-control",
  "x-content-type-options",
] as const satisfies readonly HeaderName[];
