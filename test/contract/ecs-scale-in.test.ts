/** Against a server that answers as ECS's agent does; the shapes are those of its documentation. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach } from "vitest";
import { ecsScaleIn } from "../../shared/adapters/ecs/scale-in.ts";
import { scaleInContract } from "./scale-in.contract.ts";

const TASK = "arn:aws:ecs:eu-west-1:123456789012:task/ccsp-prod/abc";

interface State {
  readonly ProtectionEnabled: boolean;
  readonly ExpiresInMinutes?: number;
}

let agent: Server;
let state: State | undefined;
let refusal: "busy" | "unknown" | "away" | undefined;

const REFUSALS = {
  busy: {
    status: 200,
    body: { failure: { Arn: TASK, Reason: "DEPLOYMENT_BLOCKED" } },
  },
  unknown: {
    status: 400,
    body: {
      error: { Arn: TASK, Code: "AccessDeniedException", Message: "no" },
    },
  },
} as const;

beforeEach(async () => {
  state = undefined;
  refusal = undefined;
  agent = createServer((request, response) => {
    void text(request).then((body) => {
      const isTheOne =
        request.method === "PUT" &&
        request.url === "/api/task-protection/v1/state";
      if (!isTheOne) return response.writeHead(404).end("{}");
      if (refusal === "away") return response.destroy();
      if (refusal !== undefined) {
        const { status, body: said } = REFUSALS[refusal];
        return response.writeHead(status).end(JSON.stringify(said));
      }
      state = JSON.parse(body) as State;
      const protection = { ...state, TaskArn: TASK };
      return response.end(JSON.stringify({ protection }));
    });
  });
  await new Promise<void>((resolve) => {
    agent.listen(0, "127.0.0.1", resolve);
  });
});
afterEach(() => {
  agent.closeAllConnections();
  agent.close();
});

scaleInContract("ECS's agent", () => ({
  scaleIn: ecsScaleIn(
    `http://127.0.0.1:${(agent.address() as AddressInfo).port}/api`,
  ),
  minutes: () =>
    state?.ProtectionEnabled ? state.ExpiresInMinutes : undefined,
  refuse: (how) => {
    refusal = how;
  },
}));
