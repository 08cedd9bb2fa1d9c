/** docs/errors.md, what it explains one by one, as a page that the service shows: text and nothing else. */
import { readFileSync } from "node:fs";
import { fromMarkdown } from "mdast-util-from-markdown";

type Node = ReturnType<typeof fromMarkdown>["children"][number] | Inline;
type Inline = Extract<
  ReturnType<typeof fromMarkdown>["children"][number],
  { readonly type: "paragraph" }
>["children"][number];

const SOURCE = new URL("../../docs/errors.md", import.meta.url);
const FIRST = "Problems, one by one";

const STYLE =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}h3{margin-top:2.5rem}:target{background:#ff06}:root{color-scheme:light dark}";

export function errorsPage(): string {
  const { children } = fromMarkdown(readFileSync(SOURCE, "utf8"));
  const from = children.findIndex(
    (node) => node.type === "heading" && textOf(node) === FIRST,
  );
  if (from < 0) throw new Error(`docs/errors.md has no heading "${FIRST}"`);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<title>CCSP: errors</title><style>${STYLE}</style></head><body>`,
    "<h1>Errors</h1>",
    ...children.slice(from).map(toHtml),
    "</body></html>",
    "",
  ].join("\n");
}

/** The anchor of a heading, as GitHub makes it for ours. */
const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-");

function toHtml(node: Node): string {
  if (node.type === "heading") {
    const tag = `h${node.depth}`;
    return `<${tag} id="${anchorOf(textOf(node))}">${inner(node)}</${tag}>`;
  }
  if (node.type === "paragraph") return `<p>${inner(node)}</p>`;
  if (node.type === "strong") return `<strong>${inner(node)}</strong>`;
  if (node.type === "inlineCode") return `<code>${escaped(node.value)}</code>`;
  if (node.type === "text") return escaped(node.value);
  throw new Error(`errors-page.ts does not know how to show ${node.type}`);
}

const inner = ({ children }: { readonly children: readonly Node[] }): string =>
  children.map(toHtml).join("");

const textOf = ({ children }: { readonly children: readonly Node[] }): string =>
  children.map((node) => ("value" in node ? node.value : "")).join("");

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
