/** `GET /tasks/{taskId}/result`: a function of its own, because held requests pile up. */
import { composeWaitTask } from "../../shared/runtime/compose/wait-task.ts";
import { httpFunction } from "../../shared/runtime/http/http-function.ts";
import { waitRoutes } from "./routes.ts";

const api = composeWaitTask(); // once per cold start

export const handler = httpFunction(waitRoutes(api), api.http);
