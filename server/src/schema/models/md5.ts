const encoder = new TextEncoder();
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** The MD5 digest of a text's UTF-8, in hexadecimal (RFC 1321): SQLAlchemy ends names that it shortens with four digits of it. */
export function md5(text: string): string {
  const words = paddedWords(encoder.encode(text));
  let state: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < words.length; block += 16) state = withBlock(state, words.slice(block, block + 16));
  return state.map(littleEndian).join('');
}

function paddedWords(bytes: Uint8Array): number[] {
  const words = new Array<number>((((bytes.length + 8) >> 6) + 1) * 16).fill(0);
  for (const [i, byte] of [...bytes, 0x80].entries()) words[i >> 2] = (words[i >> 2] ?? 0) | (byte << ((i % 4) * 8));
  words[words.length - 2] = bytes.length * 8;
  return words;
}

function withBlock(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
    const word = [i, 5 * i + 1, 3 * i + 5, 7 * i][round] ?? 0;
    const sum = (a + mixed + (SINES[i] ?? 0) + (words[word % 16] ?? 0)) | 0;
    const shift = SHIFTS[round * 4 + (i % 4)] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  return [a, b, c, d].map((value, i) => (value + (state[i] ?? 0)) | 0);
}

const littleEndian = (word: number): string => [0, 8, 16, 24].map((shift) => ((word >>> shift) & 0xff).toString(16).padStart(2, '0')).join('');
