/** Texts that become program or markup where a page does not escape them, and answers that are full of them. */

export const HOSTILE_TEXTS: readonly string[] = [
  `<script>window.hit=1</script>`,
  `<img src=x onerror="window.hit=1">`,
  `"><svg onload=window.hit=1>`,
  `'-window.hit=1-'`,
  `</script><script>window.hit=1</script>`,
  `</style><iframe srcdoc="<script>parent.hit=1</script>">`,
  `javascript:window.hit=1`,
  `<a href="javascript:window.hit=1" autofocus onfocus="window.hit=1">x</a>`,
  `{{constructor.constructor('window.hit=1')()}}`,
  `&lt;b onmouseover=window.hit=1&gt;`,
  `\u202eright to left\u0000\u001b[31m`,
];

/** What people and programs may have written, wherever it stands in an answer. */
const FREE_TEXT = new Set([
  "agent",
  "actor",
  "reason",
  "message",
  "problem",
  "lastError",
  "issueUrl",
  "name",
  "id",
  "outcome",
  "action",
]);

/** The same answer, with all of the texts in every such place. */
export function hostile(value: unknown, key = ""): unknown {
  if (typeof value === "string" && FREE_TEXT.has(key))
    return HOSTILE_TEXTS.join(" ");
  if (Array.isArray(value)) return value.map((each) => hostile(each, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, hostile(each, name)]),
  );
}
