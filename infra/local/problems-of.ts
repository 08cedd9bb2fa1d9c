import { z } from "zod";
import type { LocalAccess } from "./local-file.ts";

const ANSWERS_WITHIN_MS = 3_000;

const Health = z.object({
  dependencies: z.object({
    executors: z.array(z.object({ problem: z.string().optional() })),
    gate: z.object({ name: z.string(), reason: z.string() }).optional(),
  }),
});

/** Why no work is taken at present, in words; empty when it is, or when nobody can say. */
export async function problemsOf(access: LocalAccess): Promise<string[]> {
  try {
    const answer = await fetch(`${access.baseUrl}/health`, {
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      headers: { authorization: `Bearer ${access.operatorToken}` },
    });
    const { executors, gate } = Health.parse(await answer.json()).dependencies;
    const held = gate
      ? [`The gate \`${gate.name}\` is closed: ${gate.reason}`]
      : [];
    const broken = executors.flatMap(({ problem }) => problem ?? []);
    return [...held, ...broken.map((each) => `No work is taken: ${each}`)];
  } catch {
    return [];
  }
}
