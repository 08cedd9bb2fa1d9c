/** An executor as operators see it: by name, so that nothing that it notes besides is told. */
import type { OperatorApi } from "../../shared/runtime/compose/operator-api.ts";

type Sighting = Awaited<
  ReturnType<OperatorApi["queueStatus"]>
>["executors"][number];

export const toExecutorView = ({
  id,
  slots,
  running,
  lastSeenAt,
  version,
  problem,
}: Sighting) => ({ id, slots, running, lastSeenAt, version, problem });
