import type { AwsEnvironment } from "./start.ts";

/** What the SDK's clients need to reach MiniStack, whoever's environment they run in. */
export const clientSettings = (env: AwsEnvironment) => ({
  endpoint: env.AWS_ENDPOINT_URL,
  region: env.AWS_REGION,
  credentials: {
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
  },
  // MiniStack keeps buckets below its own path.
  forcePathStyle: true,
});
