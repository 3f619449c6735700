import * as fc from 'fast-check';
import { startMariadb } from '../../support/mariadb.ts';
import { startPostgres } from '../../support/postgres.ts';
import { told } from './generated.ts';
import { mariadbCase } from './mariadb-cases.ts';
import { MariadbPlanner } from './mariadb-compare.ts';
import { postgresCase } from './postgres-cases.ts';
import { PostgresPlanner } from './postgres-compare.ts';

/** `node survey.ts postgresql|mariadb [RUNS] [SEED]`: every disagreement of many generated cases, shortest first, without stopping at one. */
const [dialect = 'postgresql', runs = '500', seed = '1'] = process.argv.slice(2);
const isPostgres = dialect === 'postgresql';
const server = isPostgres ? await startPostgres() : await startMariadb();
const planner = 'fresh' in server ? await MariadbPlanner.over(server) : await PostgresPlanner.over(server);
const found: string[] = [];
let errors = 0;
for (const c of fc.sample(isPostgres ? postgresCase : mariadbCase, { numRuns: Number(runs), seed: Number(seed) })) {
  try {
    const { wrong, paths, plan } = await planner.compare(c);
    if (wrong !== null) found.push(`${wrong}\n  ${told(c).replaceAll('\n', '\n  ')}\n  ${plan.text}\n  ${paths.map((p) => `${p.table} ${p.filter}/${p.sort} ${p.serving.map((i) => i.name)} depth ${p.depth}`).join(' | ')}`);
  } catch (error) {
    errors++;
    if (errors < 6) console.log(String(error).slice(0, 300), told(c));
  }
}
console.log(`${found.length} of ${runs} disagree, ${errors} could not be asked`);
console.log(found.sort((a, b) => a.length - b.length).slice(0, 25).join('\n\n'));
await server.stop();
