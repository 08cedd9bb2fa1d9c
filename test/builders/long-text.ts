import { createHash } from "node:crypto";

/** Text of so many bytes of UTF-8 that hardly compresses, the same each time, with emoji and NUL in it. */
export function longText(bytes: number): string {
  const head = "😀\0";
  const parts = [head];
  for (let at = Buffer.byteLength(head); at < bytes; at += 86)
    parts.push(createHash("sha512").update(String(at)).digest("base64url"));
  // Past the head every character is one byte, and the head is two units shorter than its bytes.
  return parts.join("").slice(0, bytes - 2);
}
