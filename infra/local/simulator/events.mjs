/**
 * The CLI's stream of events, in the shapes that were recorded from it.
 *
 * @typedef {import("./directive.mjs").Directive} Directive
 * @typedef {Record<string, unknown>} Event
 */

const NO_TOKENS = {
  input_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 0,
};

/**
 * @param {string} sessionId
 * @param {string} model
 * @returns {Event}
 */
export function initEvent(sessionId, model) {
  const place = { cwd: process.cwd(), tools: [], mcp_servers: [] };
  const about = { session_id: sessionId, model, permissionMode: "default" };
  return { type: "system", subtype: "init", ...place, ...about };
}

/**
 * What follows the `init` event of a run that answers.
 *
 * @param {string} sessionId
 * @param {string} text
 * @param {{ inputBytes: number, refusedTools?: string[] }} run
 * @returns {Event[]}
 */
export function answerEvents(
  sessionId,
  text,
  { inputBytes, refusedTools = [] },
) {
  const usage = {
    ...NO_TOKENS,
    input_tokens: Math.ceil(inputBytes / 4),
    output_tokens: Math.ceil(Buffer.byteLength(text) / 4),
  };
  const denials = refusedTools.map((name) => ({
    tool_name: name,
    tool_use_id: `toolu_${name}`,
    tool_input: {},
  }));
  return [
    messageEvent(sessionId, text, {}),
    resultEvent(sessionId, {
      is_error: false,
      result: text,
      stop_reason: "end_turn",
      terminal_reason: "completed",
      api_error_status: null,
      permission_denials: denials,
      usage,
    }),
  ];
}

/**
 * What the CLI tells of a usage window during a run that is let in.
 *
 * @param {number} utilization 0 to 1
 * @param {number} resetsAtMs
 * @returns {Event}
 */
export function windowEvent(utilization, resetsAtMs) {
  const resetsAt = Math.ceil(resetsAtMs / 1000);
  return {
    type: "rate_limit_event",
    rate_limit_info: {
      status: utilization < 0.9 ? "allowed" : "allowed_warning",
      resetsAt,
      rateLimitType: "five_hour",
      utilization,
      isUsingOverage: false,
      unifiedWindows: { five_hour: { utilization, resetsAt } },
    },
  };
}

/**
 * What follows the `init` event of a run that fails by a refusal of the API.
 *
 * @param {string} sessionId
 * @param {{ error: string, status: number | null, text: string, fields?: Event }} failure
 * @returns {Event[]}
 */
export function failureEvents(sessionId, { error, status, text, fields = {} }) {
  return [
    messageEvent(sessionId, text, { error, is_api_error_message: true }),
    resultEvent(sessionId, {
      is_error: true,
      result: text,
      stop_reason: "stop_sequence",
      terminal_reason: "api_error",
      api_error_status: status,
      ...fields,
    }),
  ];
}

/**
 * @param {string} sessionId
 * @param {Event} fields
 * @returns {Event}
 */
export function resultEvent(sessionId, fields) {
  return {
    type: "result",
    subtype: "success",
    duration_ms: Math.round(performance.now()),
    duration_api_ms: 0,
    num_turns: 1,
    session_id: sessionId,
    total_cost_usd: 0,
    usage: NO_TOKENS,
    permission_denials: [],
    ...fields,
  };
}

/**
 * @param {string} sessionId
 * @param {string} text
 * @param {Event} fields
 * @returns {Event}
 */
function messageEvent(sessionId, text, fields) {
  const content = [{ type: "text", text }];
  const message = { role: "assistant", model: "simulator", content };
  const about = { parent_tool_use_id: null, session_id: sessionId };
  return { type: "assistant", message, ...about, ...fields };
}
