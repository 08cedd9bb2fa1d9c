/** The variables of whoever deploys that say something: an empty one is one that is not set. For ${file(...):NAME}. */
module.exports = Object.fromEntries(
  Object.entries(globalThis.process.env).filter(([, value]) => value !== ""),
);
