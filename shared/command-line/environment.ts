/** What the environment says; the one place of the command line that reads it. An empty variable counts as unset. */
import { homedir } from "node:os";
import { join } from "node:path";

export interface Environment {
  /** `CCSP_URL` */
  readonly url: string | undefined;
  /** `CCSP_TOKEN` */
  readonly token: string | undefined;
  /** `CCSP_STATE_DIR`: where the local stack keeps its state. */
  readonly stateDir: string | undefined;
  /** Where profiles are kept. */
  readonly configDir: string;
  /** `NO_COLOR`: https://no-color.org */
  readonly noColor: boolean;
}

export function readEnvironment(): Environment {
  const of = (name: string): string | undefined =>
    process.env[name] === "" ? undefined : process.env[name];
  const configHome = of("XDG_CONFIG_HOME") ?? join(homeFolder(), ".config");
  return {
    url: of("CCSP_URL"),
    token: of("CCSP_TOKEN"),
    stateDir: of("CCSP_STATE_DIR"),
    configDir: join(configHome, "ccsp"),
    noColor: of("NO_COLOR") !== undefined || of("TERM") === "dumb",
  };
}

/** A container's user may have neither `HOME` nor an entry in the list of users. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return "/";
  }
}
