/**
 * The environment variable by which every process of a run is recognised, however far it moved
 * from the process that started it: children inherit it, and Linux shows it in `/proc`.
 */
export const RUN_MARKER = "CCSP_RUN";
