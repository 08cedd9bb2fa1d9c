/** What a check of `ccsp doctor` found: whether it is well, in words, and what to do when it is not. */

export type FindingStatus = "ok" | "warn" | "fail";

export interface Finding {
  /** Which check, for example `token`. */
  readonly check: string;
  readonly status: FindingStatus;
  readonly found: string;
  /** Present when something is to be done. */
  readonly remedy?: string;
}

export const ok = (check: string, found: string): Finding => ({
  check,
  status: "ok",
  found,
});

/** It works, but not for long, or not as it could. */
export const warn = (
  check: string,
  found: string,
  remedy: string,
): Finding => ({ check, status: "warn", found, remedy });

/** Something does not work. */
export const fail = (
  check: string,
  found: string,
  remedy: string,
): Finding => ({ check, status: "fail", found, remedy });

/** The worst of them. */
export function overall(findings: readonly Finding[]): FindingStatus {
  const has = (status: FindingStatus): boolean =>
    findings.some((each) => each.status === status);
  if (has("fail")) return "fail";
  return has("warn") ? "warn" : "ok";
}
