import { startChild, type Child, type Program } from "./child.ts";

export type Role = "emulators" | "api" | "executor";

/** The children that live now, at most one per role. */
export interface Family {
  /** Starts the role's program; refuses once the family is closed. */
  start(role: Role): Child;
  /** The role's child, alive or just dead; `undefined` before its first start. */
  member(role: Role): Child | undefined;
  members(): readonly Child[];
  /** From now on nobody is started: the end has begun. */
  close(): void;
  isClosed(): boolean;
}

/** Nobody is to be started any more; whoever meets this error was overtaken by the end. */
class ClosedError extends Error {
  override readonly name = "ClosedError";
}

/** @param programFor describes a role's program anew for each start: the executor needs a new id each time */
export function newFamily(programFor: (role: Role) => Program): Family {
  const members = new Map<Role, Child>();
  let closed = false;
  return {
    start: (role) => {
      if (closed)
        throw new ClosedError(
          `${role} is not started: the service is being stopped`,
        );
      const child = startChild(programFor(role));
      members.set(role, child);
      return child;
    },
    member: (role) => members.get(role),
    members: () => [...members.values()],
    close: () => {
      closed = true;
    },
    isClosed: () => closed,
  };
}
