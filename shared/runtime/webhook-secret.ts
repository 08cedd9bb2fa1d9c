/** The secrets that callbacks are signed with, for whoever reads the environment. */
import * as z from "zod";
import { secretArn } from "./rules.ts";

/** The specification's bounds, in bytes. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

const isSecret = (text: string): boolean => {
  const [, base64 = ""] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, "base64");
  return (
    bytes.toString("base64") === base64 &&
    bytes.length >= MIN_BYTES &&
    bytes.length <= MAX_BYTES
  );
};

export const WebhookVariables = {
  CCSP_WEBHOOK_SECRET: z
    .string()
    .default("")
    .transform((text) => text.split(/\s+/).filter((each) => each !== ""))
    .refine((secrets) => secrets.every(isSecret), {
      error: `must be whsec_ and the base64 of ${MIN_BYTES} to ${MAX_BYTES} random bytes, for example of: echo "whsec_$(openssl rand -base64 32)". Two, with a space between them, while one takes the other's place`,
    }),
  /** Of the secret that holds them instead. */
  CCSP_WEBHOOK_SECRET_ARN: secretArn,
};
