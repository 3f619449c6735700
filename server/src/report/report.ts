import type { Entry } from '../baseline/entry.ts';
import type { Snapshot, Stats } from '../engine/api.ts';
import type { Finding } from '../facts/finding.ts';
import { dirname, isInside } from '../text/path.ts';
import type { Places } from './places.ts';

/** What a reporter is given. `seconds`: wall time from start to findings. */
export interface Report {
  readonly snapshot: Snapshot;
  /** What was asked for, relative to the folder that was read. */
  readonly scopes: readonly string[];
  readonly places: Places;
  /** What is told: in what was asked for, and not known before where something is compared with. */
  readonly findings: readonly Finding[];
  readonly seconds: number;
  /** With `--fix`. */
  readonly fixed: Fixed | null;
  readonly unread: boolean;
  readonly quiet: boolean;
  /** What findings were compared with: a baseline, a commit, both, or nothing. */
  readonly against: readonly Against[];
  /** What is not told since it was known before. */
  readonly known: readonly Finding[];
  /** Whether a finding is one that the command fails for. */
  readonly fails: (finding: Finding) => boolean;
  /** Whether a report that can say so names what comments and the baseline silence. */
  readonly suppressed: boolean;
  /** The name of the folder that was checked, for a title. */
  readonly project?: string;
  /** Of Sargable. */
  readonly version: string;
  /** A rule's page as Markdown. */
  readonly page: (rule: string) => string | null;
  /** Parts of Sargable that crashed and were isolated. */
  readonly crashes: readonly string[];
}

/** Findings that were there before are known, and not told again. */
export interface Against {
  readonly kind: 'baseline' | 'commit';
  /** The baseline's file, or what the commit was called: `origin/main`, `HEAD`. */
  readonly name: string;
  /** How many sites were there before. */
  readonly known: number;
  /** What was there before and is no more; files as in sites. */
  readonly gone: readonly Entry[];
  /** What else than the project changed since, so that news may come from there. */
  readonly changed: readonly ('version' | 'configuration')[];
}

/** What `check --fix` did and what it left. Titles are those of the quick fixes in the editor. */
export interface Fixed {
  readonly applied: readonly Applied[];
  /** Has a fix that someone has to look at, or that takes a migration. */
  readonly left: readonly Left[];
  /** Files that could not be written, and why. Their findings stand. */
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}
export interface Left { readonly finding: Finding; readonly title: string; readonly why: 'review' | 'migration' }
export interface Applied { readonly rule: string; readonly title: string; readonly fingerprint: string; readonly paths: readonly string[] }

/** Tools that were found and are not read, as far as they belong to what was asked for: declared in it, or in a folder around it. */
export const notReadIn = ({ snapshot, scopes, places }: Report): Stats['notRead'] =>
  snapshot.stats().notRead.filter(({ path }) => places.inScope(path) || scopes.some((scope) => isInside(scope, dirname(path))));

/** The message, and what to do on a line of its own where there is something. */
export const wordsOf = ({ message, advice }: Pick<Finding, 'message' | 'advice'>): string => (advice === '' ? message : `${message}\n${advice}`);

/** Findings that a machine shows to people: hints are for those who ask. */
export const loud = ({ findings }: Report): readonly Finding[] => findings.filter((finding) => finding.severity !== 'hint');

/** Where a rule's page is published. */
export const pageUrl = (rule: string): string => `https://github.com/sargable/sargable/blob/main/server/src/rules/${rule}.md`;
