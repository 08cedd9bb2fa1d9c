/** The routes that operators use, and the answer to paths that nobody serves. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";
import type { Route } from "../../shared/runtime/http/route.ts";
import { auditRoutes } from "./audit-routes.ts";
import { dashboardRoutes } from "./dashboard-routes.ts";
import { deskRoutes } from "./desk-routes.ts";
import { docsRoutes } from "./docs-routes.ts";
import { healthRoutes } from "./health-routes.ts";
import { metricsRoutes } from "./metrics-routes.ts";
import { queueRoutes } from "./queue-routes.ts";
import { reportRoutes } from "./report-routes.ts";
import { runningRoutes } from "./running-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import { settingsRoutes } from "./settings-routes.ts";
import { statsRoutes } from "./stats-routes.ts";
import { tokenRoutes } from "./token-routes.ts";
import { whoamiRoutes } from "./whoami-routes.ts";

export const operatorRoutes = (api: OperatorApi): readonly Route[] => [
  ...healthRoutes(api),
  ...queueRoutes(api),
  ...runningRoutes(api),
  ...sessionRoutes(api),
  ...statsRoutes(api),
  ...reportRoutes(api),
  ...metricsRoutes(api),
  ...auditRoutes(api),
  ...deskRoutes(api),
  ...settingsRoutes(api),
  ...tokenRoutes(api),
  ...whoamiRoutes(),
  ...docsRoutes(),
  ...dashboardRoutes(),
];
