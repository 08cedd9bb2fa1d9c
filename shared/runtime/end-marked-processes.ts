/** Ends what a dead executor's CLIs left running; for whoever starts executors. */
export { endMarkedProcesses } from "../adapters/execa/end-marked-processes.ts";
