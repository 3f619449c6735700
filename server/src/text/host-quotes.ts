import type { Span } from './span.ts';

/** How a string of a host language is written around its text: `r'`, `"""`, a backtick. `lines`: a line end in it is one of the text. */
export interface HostQuotes { readonly prefix: string; readonly quote: string; readonly lines: boolean; readonly escape: (text: string) => string }

/** @param span the literal as it stands; @param inner where its text begins, behind the quote */
export function quotesAround(source: string, span: Span, inner: number): HostQuotes {
  const [, prefix = '', quote = "'"] = /^([A-Za-z]*)('''|"""|['"`])$/.exec(source.slice(span.start, inner)) ?? [];
  const raw = /r/i.test(prefix);
  const formatted = /[ft]/i.test(prefix);
  const escaped = (text: string): string => {
    const slashed = raw ? text : text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
    return quote === '`' ? slashed.replaceAll('${', '\\${') : formatted ? slashed.replace(/[{}]/g, '$&$&') : slashed;
  };
  return { prefix, quote, lines: quote.length === 3 || quote === '`', escape: escaped };
}
