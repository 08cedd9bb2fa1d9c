import { expect, it } from "vitest";
import { START } from "../fakes/memory-clock.ts";
import { memoryAuditTrail } from "../fakes/memory-audit-trail.ts";
import { auditTrailContract } from "./audit-trail.contract.ts";

const shared = memoryAuditTrail();
auditTrailContract("memoryAuditTrail", () => shared);

it("fails where it is told to, as the real one does", async () => {
  const { failing, ...trail } = memoryAuditTrail();
  failing.add("add").add("list");
  const entry = { id: "1", at: START, action: "pause", actor: "olga" } as const;
  const error = { name: "StoreError" };
  await expect(trail.add(entry)).rejects.toMatchObject(error);
  await expect(trail.list({ limit: 1 })).rejects.toMatchObject(error);
});
