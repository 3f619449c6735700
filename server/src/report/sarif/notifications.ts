import { notReadIn, type Report } from '../report.ts';
import { artifact, location } from './location.ts';

/** A configuration above the folder goes by its name on this machine, which is nobody's business. */
const isAbove = (path: string): boolean => /^(\/|\\|[A-Za-z]:)/.test(path);

/** What was not understood, so that silence can be told from blindness; what is wrong in the configuration; and what crashed. */
export function notifications(report: Report): object {
  const { snapshot, places } = report;
  const unread = snapshot.stats().unread.filter(({ path }) => places.inScope(path)).map((one) => ({ descriptor: { id: 'query-not-understood' }, level: 'note', message: { text: `This query was not understood: ${one.reason}.` }, locations: [location(one, report)] }));
  const tools = notReadIn(report).map(({ title, path }) => ({ descriptor: { id: 'not-read-yet' }, level: 'note', message: { text: `${title} was found and is not read yet.` }, locations: [{ physicalLocation: { artifactLocation: artifact(path, report) } }] }));
  const crashes = report.crashes.map((message) => ({ descriptor: { id: 'internal-error' }, level: 'error', message: { text: message } }));
  const configuration = snapshot.configProblems().map((problem) => ({ descriptor: { id: 'configuration' }, level: 'error', message: { text: problem.message }, ...(isAbove(problem.path) ? {} : { locations: [location(problem, report)] }) }));
  return { toolExecutionNotifications: [...crashes, ...tools, ...unread], toolConfigurationNotifications: configuration };
}
