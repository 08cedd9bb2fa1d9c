import type { LocalAccess } from "./local-file.ts";

/**
 * Three lines to paste into a shell: submit a task, wait for a result (of the start-up request),
 * ask how the service is.
 *
 * @param taskId the start-up request's; without it the second line lists the agent's tasks
 * @param env tells whether curl would go through a proxy
 */
export function curlLines(
  access: LocalAccess,
  taskId: string | undefined,
  env: NodeJS.ProcessEnv,
): readonly [string, string, string] {
  const curl = usesProxy(env) ? "curl -sS --noproxy '*'" : "curl -sS";
  const bearer = (token: string) => `-H 'Authorization: Bearer ${token}'`;
  const tasks = `${access.baseUrl}/tasks`;
  const body = `'{"prompt":"What is the capital of France?","priority":"high"}'`;
  const read =
    taskId === undefined ? tasks : `'${tasks}/${taskId}/result?wait=20'`;
  return [
    `${curl} ${tasks} ${bearer(access.agentToken)} -H 'Content-Type: application/json' -d ${body}`,
    `${curl} ${read} ${bearer(access.agentToken)}`,
    `${curl} ${access.baseUrl}/health ${bearer(access.operatorToken)}`,
  ];
}

function usesProxy(env: NodeJS.ProcessEnv): boolean {
  return [env["http_proxy"], env["ALL_PROXY"], env["all_proxy"]].some(Boolean);
}
