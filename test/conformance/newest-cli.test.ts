import { NEWEST } from "./claude-code.ts";
import { realCliContract } from "./real-cli.contract.ts";

realCliContract(NEWEST);
