/**
 * Runs in the executor before anything else: takes over what the launcher hands on by file 3. What is
 * set now is in this process's memory alone; /proc shows what it was started with.
 */
import { closeSync, readFileSync } from "node:fs";
import { CREDENTIALS } from "./credential-variables.mjs";

const HANDED_ON = 3;

const given = JSON.parse(readFileSync(HANDED_ON, "utf8"));
closeSync(HANDED_ON);
for (const name of CREDENTIALS)
  if (typeof given[name] === "string") process.env[name] = given[name];
