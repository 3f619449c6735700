/**
 * 64 bits of a text as 16 hex digits, the same on every machine and in every version: fingerprints and cut names are
 * stored by users. Not for security. (Two 32-bit multiplicative hashes, mixed at the end.)
 */
export function hashText(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
  }
  const first = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  const second = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return hex(second) + hex(first);
}

const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');
