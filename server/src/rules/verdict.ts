import type { AccessPath } from '../facts/access.ts';
import type { Index } from '../facts/catalog.ts';
import type { IndexSpec, Related, Severity } from '../facts/finding.ts';
import type { Span } from '../text/span.ts';
import { suggestionOf } from './suggest.ts';
import { atMost, byCertainty, pathConfidence, worthWriting } from './certainty.ts';
import { keysText } from './words/index.ts';
import type { AccessContext, RuleContext, Verdict } from './rule.ts';

export type Context = RuleContext & AccessContext;

export interface Told {
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly columns: readonly string[];
  /** Another way than an index, as the end of the advice: `compare created_at with a range`. */
  readonly instead?: string;
  /** The index that the message names: where it is declared is told beside it. */
  readonly about?: Index;
  /** Left out: the path's proposal. */
  readonly suggestion?: IndexSpec | null;
}

/** What an access rule answers: its words, with severity and confidence held to what is known of query and table. */
export function verdictOf(path: AccessPath, context: Context, told: Told): Verdict {
  const confidence = pathConfidence(path, context.table, context.confidence);
  const suggestion = told.suggestion === undefined ? suggestionOf(path) : told.suggestion;
  return {
    severity: atMost(byCertainty(told.severity, path, context.table, confidence), suggestion === null ? 'error' : worthWriting(context.table)),
    confidence,
    message: told.message,
    span: told.span,
    columns: told.columns,
    suggestion,
    related: told.about === undefined ? [] : declarationOf(told.about),
    ...(told.instead === undefined ? {} : { instead: told.instead }),
  };
}

const declarationOf = (index: Index): readonly Related[] =>
  index.path === null || index.span.end <= index.span.start ? [] : [{ role: 'index', path: index.path, span: index.span, message: `${index.name ?? keysText(index)} is declared here` }];
