/**
 * For a child program: calls `end` once when the supervisor asks (SIGTERM) or is gone (the channel
 * closes, also after `kill -9`). SIGINT is left to the supervisor.
 */
export function endWithParent(
  end: (reason: "asked" | "orphaned") => void,
): void {
  let ending = false;
  const once = (reason: "asked" | "orphaned") => {
    if (ending) return;
    ending = true;
    end(reason);
  };
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => once("asked"));
  process.on("disconnect", () => once("orphaned"));
  if (process.send !== undefined && !process.connected) once("orphaned");
}
