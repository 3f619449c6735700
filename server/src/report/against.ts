import type { Entry } from '../baseline/entry.ts';
import type { Against, Report } from './report.ts';
import { count } from './words.ts';

/** Longer lists of what is gone are cut: they are good news that nobody has to act on. */
const MOST = 20;

/** What was there before and is gone, a line each. */
export function toldGone({ against, places }: Report): readonly string[] {
  return against.flatMap(({ name, gone }) => {
    const lines = gone.slice(0, MOST).map((entry) => `gone since ${name}  ${places.file(entry.file)}  ${entryText(entry)}`);
    return gone.length > MOST ? [...lines, `gone since ${name}: ${gone.length - MOST} more`] : lines;
  });
}

/** A sentence or two of each thing that findings were compared with: what is known and not shown, and where news may come from that nobody wrote. */
export const toldAgainst = (report: Report): readonly string[] => report.against.flatMap((one) => [known(one), ...doubt(one, report)]);

/** `unindexed-filter on scenes (project_id) in listScenes` */
function entryText({ rule, table, columns, in: within }: Entry): string {
  const on = table === '' ? '' : ` on ${table}${columns.length === 0 ? '' : ` (${columns.join(', ')})`}`;
  return `${rule}${on}${within === '' ? '' : ` in ${within}`}`;
}

function known({ kind, name, known: sites, gone }: Against): string {
  if (kind === 'commit') return `Compared with ${name}: ${count(sites, 'place')} that ${sites === 1 ? 'was' : 'were'} there already ${sites === 1 ? 'is' : 'are'} not shown, ${gone.length} gone.`;
  const left = gone.length === 0 ? '' : ` ${gone.length} of its entries ${gone.length === 1 ? 'is' : 'are'} gone (sargable check --update-baseline takes ${gone.length === 1 ? 'it' : 'them'} out).`;
  return `${count(sites, 'place')} known from ${name} ${sites === 1 ? 'is' : 'are'} not shown.${left}`;
}

const CHANGES: Readonly<Record<Against['changed'][number], string>> = { version: 'by another version of Sargable', configuration: 'with another configuration' };

function doubt({ name, changed }: Against, { findings }: Report): readonly string[] {
  if (changed.length === 0) return [];
  const wrote = `${name} was written ${changed.map((one) => CHANGES[one]).join(' and ')}`;
  return [findings.length === 0 ? `${wrote}.` : `${wrote}, so that what is new may come from that and not from the code.`];
}

/** `pass`, `fail`, or `inconclusive` where news may come from elsewhere than the project. */
export function verdictOf({ against, findings, fails }: Report): 'pass' | 'fail' | 'inconclusive' {
  if (!findings.some(fails)) return 'pass';
  return against.some(({ changed }) => changed.length > 0) ? 'inconclusive' : 'fail';
}
