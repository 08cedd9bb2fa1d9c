const UNNUMBERED = /\b(?:TODO|FIXME|XXX)\b(?!\s*\(?#\d+)/u;

/** An unfinished thing is written down where it will be found again: as an issue. */
export const todoNeedsIssue = {
  meta: {
    type: "suggestion",
    schema: [],
    messages: { number: "Give the issue's number: `TODO(#123)`." },
  },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (UNNUMBERED.test(comment.value))
          context.report({ loc: comment.loc, messageId: "number" });
      }
    },
  }),
};
