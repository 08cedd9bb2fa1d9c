/** The part of dynalite that we use; it brings no types. */
declare module "dynalite" {
  import type { Server } from "node:http";

  interface Options {
    /** Directory of the LevelDB store; in memory without. */
    readonly path?: string;
    /** Milliseconds that a new table stays in CREATING. */
    readonly createTableMs?: number;
  }

  export default function dynalite(options?: Options): Server;
}
