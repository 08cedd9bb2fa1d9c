/**
 * The CLI's answer to `--version` as far as a program reads it, and for people what it really is:
 * the simulator plays the version that its events were recorded from.
 */
export const VERSION_LINE = "2.1.330 (CCSP simulator)";
