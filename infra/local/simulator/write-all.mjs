/**
 * Writes and waits until it is handed over: `process.exit` would cut a pipe short.
 *
 * @param {NodeJS.WriteStream} stream
 * @param {string} text
 * @returns {Promise<void>}
 */
export function writeAll(stream, text) {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}
