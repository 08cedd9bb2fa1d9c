/**
 * An agent written for the Redis-based predecessor of this service. Only its import and the line that
 * constructs its client are changed; what stands before `constructor`, and the types, are for the
 * compiler and leave nothing behind. A test compares it with the original, and runs it.
 */
import { CCSPClient, type ExecuteOptions } from "ccsp";

interface AgentTask extends Pick<
  ExecuteOptions,
  "priority" | "timeout" | "context"
> {
  readonly prompt: string;
}

export class SampleAgent {
  declare readonly ccsClient: CCSPClient;
  declare readonly handleSessionTimeout: (error: unknown) => Promise<void>;

  constructor() {
    this.ccsClient = new CCSPClient({
      baseUrl: process.env["CCSP_URL"] ?? "",
      token: process.env["CCSP_TOKEN"] ?? "",
    });
  }

  /* eslint-disable @typescript-eslint/prefer-nullish-coalescing, @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access -- it stays as it was written, in JavaScript */
  async processTask(task: AgentTask) {
    try {
      // Claude is run through CCSP.
      const result = await this.ccsClient.executeClaude(task.prompt, {
        priority: task.priority || "normal",
        timeout: task.timeout || 300000,
        context: task.context,
      });

      return {
        success: true,
        result: result,
      };
    } catch (error: any) {
      if (error.sessionTimeout) {
        // What this agent does when the login is lost.
        await this.handleSessionTimeout(error);
      }
      throw error;
    }
  }
  /* eslint-enable -- the end of what was written in JavaScript */
}
