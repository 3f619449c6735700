// What is truly pure and yet not in ES2023: the pure rooms may use these and nothing else of their surroundings.
declare class TextEncoder { encode(input?: string): Uint8Array }
declare class TextDecoder { decode(input?: Uint8Array): string }
