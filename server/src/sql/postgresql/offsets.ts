const BEYOND_ASCII = /[\u0080-\uffff]/;

/** How many bytes of UTF-8 the code unit at `at` adds; the second half of a pair adds none, so that the first stands for all four. */
function bytesAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  if (code >= 0xd800 && code < 0xdc00) return 4;
  return code >= 0xdc00 && code < 0xe000 ? 0 : 3;
}

/** Maps UTF-8 byte offsets of a well-formed text to UTF-16 offsets. Free for ASCII; otherwise one table of the text's length. */
export function utf16Offsets(text: string): (byte: number) => number {
  if (!BEYOND_ASCII.test(text)) return (byte) => byte;
  const starts = new Int32Array(text.length * 3 + 1);
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const length = bytesAt(text, at);
    starts.fill(at, bytes, bytes + length);
    bytes += length;
  }
  starts[bytes] = text.length;
  return (byte) => starts[Math.max(0, Math.min(byte, bytes))] ?? text.length;
}

/** Maps a place counted in code points to UTF-16. */
export function fromCodePoints(text: string, count: number): number {
  let at = 0;
  for (let left = count; left > 0 && at < text.length; left -= 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** The parser takes C strings of valid UTF-8: halves of pairs and NUL are replaced, offsets kept. */
export const parserText = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD').replaceAll('\0', ' ');
