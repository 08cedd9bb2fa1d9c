/** What every command is given: its way to the service, its way to people, and the program around it. */
import type { Access, Role } from "./access.ts";
import type { Connection } from "./connection.ts";
import type { Environment } from "./environment.ts";
import type { ExitName } from "./exit-codes.ts";
import type { Output, Stream } from "./output.ts";

export interface Deps {
  /** By the flags, the environment and the files of this call. @throws CommandError, InvalidOptionsError */
  connect(options: ConnectOptions): Promise<Connection>;
  /** What `connect` would use, and where it was found. @throws CommandError */
  access(role: Role): Promise<Access>;
  readonly out: Output;
  readonly environment: Environment;
  /** The working directory. */
  readonly directory: string;
  /** Aborted by Ctrl-C: pass it to whatever waits. */
  readonly signal: AbortSignal;
  /** Standard error, for a status line that is drawn anew. */
  readonly stderr: Stream;
  /** Whether somebody would have to type it. */
  readonly inputIsTerminal: boolean;
  /** Standard input to its end. */
  readInput(): Promise<string>;
  /** Asks on standard error, and takes a line of standard input. */
  ask(question: string): Promise<string>;
  /** The token that was given by flag or environment, for a command that keeps it. */
  givenToken(): Promise<string | undefined>;
  /** Ends the program so once the command is over, for an answer that was printed but is no success. */
  finishWith(exit: ExitName): void;
}

export interface ConnectOptions {
  /** Whose token of a local stack is taken. */
  readonly as: Role;
  /** For how long a request is repeated that finds no service; some seconds unless said otherwise. */
  readonly retryForMs?: number;
}
