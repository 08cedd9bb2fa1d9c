/** Which methods of a fake fail at present: a test adds names and deletes them. */
export type Failing<Port> = Set<keyof Port>;

/** The vendor's error that a failing fake gives as the cause. */
export const AWAY = new Error("nobody answers");

/** Throws what `toError` makes of it when the method is to fail. */
export function refuseIfFailing<Port>(
  failing: Failing<Port>,
  method: keyof Port & string,
  toError: (method: string, options: { readonly cause: unknown }) => Error,
): void {
  if (failing.has(method)) throw toError(method, { cause: AWAY });
}
