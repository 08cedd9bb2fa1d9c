/** An issue tracker whose token is a secret that is kept elsewhere: read when it is needed, and now and then anew. */
import {
  type IssueTracker,
  IssueTrackerError,
} from "../ports/issue-tracker.ts";

/** @param options.readToken `undefined`: there is none yet */
export function trackerBySecret(options: {
  readonly readToken: () => Promise<string | undefined>;
  readonly make: (token: string) => IssueTracker;
}): IssueTracker {
  let last:
    { readonly token: string; readonly tracker: IssueTracker } | undefined;

  const tracker = async (): Promise<IssueTracker> => {
    const token = await options.readToken().catch((cause: unknown) => {
      throw new IssueTrackerError(
        "unreachable",
        "The secret with the GitHub token could not be read.",
        { cause },
      );
    });
    if (token === undefined)
      throw new IssueTrackerError(
        "unauthorized",
        "There is no GitHub token yet: put one into its secret.",
      );
    if (last?.token !== token) last = { token, tracker: options.make(token) };
    return last.tracker;
  };

  return {
    open: async (...given) => (await tracker()).open(...given),
    read: async (...given) => (await tracker()).read(...given),
    edit: async (...given) => (await tracker()).edit(...given),
    comment: async (...given) => (await tracker()).comment(...given),
    reopen: async (...given) => (await tracker()).reopen(...given),
    close: async (...given) => (await tracker()).close(...given),
  };
}
