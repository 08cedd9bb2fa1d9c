#!/usr/bin/env node
// The simulator, with the time of its own start (epoch milliseconds) in $STAMPS_FILE.
import { appendFileSync } from "node:fs";

if (!process.argv.includes("--version"))
  appendFileSync(process.env.STAMPS_FILE, `${performance.timeOrigin}\n`);
await import("../../infra/local/claude-simulator.mjs");
