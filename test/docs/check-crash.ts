import { readFileSync } from "node:fs";
import { KILLS_TO_WRITE } from "../crash/options.ts";
import { readRecord, sentenceOf } from "../crash/record.ts";
import type { Problem } from "./code-blocks.ts";

const FILE = "README.md";
const BLOCK = /<!-- crash:begin -->([\s\S]*)<!-- crash:end -->/u;

/** The README's claim about crashes is that of the record, and one that may be made. */
export function checkCrash(): Problem[] {
  const document = readFileSync(FILE, "utf8");
  const block = BLOCK.exec(document);
  const line = document.slice(0, block?.index).split("\n").length;
  const record = readRecord();
  const { kills, lost, doubleEffects, otherProblems } = record;
  const problems = [
    ...(inOneLine(block?.[1] ?? "") === inOneLine(sentenceOf(record))
      ? []
      : ["what it says of crashes is not test/crash/last-run.json"]),
    ...(lost + doubleEffects + otherProblems === 0
      ? []
      : ["the last crash test found problems"]),
    ...(kills >= KILLS_TO_WRITE ? [] : [`${String(kills)} kills are too few`]),
  ];
  return problems.map((message) => ({ file: FILE, line, message }));
}

const inOneLine = (text: string): string => text.trim().replace(/\s+/gu, " ");
