/**
 * The whole of stdin.
 *
 * @returns {Promise<Buffer>}
 */
export async function readInput() {
  /** @type {Buffer[]} */
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}
