import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { githubReport } from '../report/github.ts';
import { gitlabReport } from '../report/gitlab.ts';
import { htmlReport } from '../report/html/index.ts';
import { jsonReport } from '../report/json.ts';
import { junitReport } from '../report/junit.ts';
import type { Report } from '../report/report.ts';
import { sarifReport } from '../report/sarif/log.ts';
import { PLAIN, type Style, textReport, textSummary } from '../report/text.ts';
import { styleOf } from './style.ts';
import { oneOf, UsageError } from './usage.ts';

/** Each form of a report, as text. */
const REPORTERS: Readonly<Record<Format, (report: Report, style: Style) => string | Promise<string>>> = {
  text: textReport,
  json: (report) => jsonReport(report) + '\n',
  sarif: sarifReport,
  github: githubReport,
  gitlab: gitlabReport,
  junit: junitReport,
  html: (report) => htmlReport(report),
};

const FORMATS = ['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** One report that is asked for; to stdout where no file is named. */
export interface Output { readonly format: Format; readonly file: string | null }

/** Reads `--format NAME[=FILE]`, as often as it was given, and `--output FILE` for the one that names none. */
export function outputsOf(formats: readonly string[], output: string | undefined): readonly Output[] {
  const outputs = (formats.length === 0 ? ['text'] : formats).map((word): Output => {
    const at = word.indexOf('=');
    return { format: oneOf(at < 0 ? word : word.slice(0, at), FORMATS, 'format'), file: at < 0 ? null : word.slice(at + 1) };
  });
  if (outputs.some(({ file }) => file === '')) throw new UsageError('--format NAME=FILE needs the name of a file.');
  const open = outputs.filter(({ file }) => file === null);
  if (open.length > 1) throw new UsageError('Only one format can go to the terminal; name a file for the others: --format sarif=sargable.sarif.');
  if (output === undefined) return outputs;
  if (output === '' || open.length !== 1) throw new UsageError('--output FILE goes with one --format that names no file itself.');
  return outputs.map((one) => (one.file === null ? { ...one, file: output } : one));
}

/**
 * Writes all reports. The summary goes to stderr, but beside JSON alone, which has it: that some queries were not understood is never left out.
 * @throws UsageError when a file cannot be written
 */
export async function writeReports(outputs: readonly Output[], report: Report): Promise<void> {
  for (const { format, file } of outputs) {
    const text = await REPORTERS[format](report, file === null ? styleOf(process.stdout) : PLAIN);
    if (file === null) process.stdout.write(text);
    else write(file, text);
  }
  const terse = outputs.every(({ format, file }) => format === 'json' && file === null);
  if (!report.quiet && !terse) process.stderr.write(textSummary(report, styleOf(process.stderr)));
}

function write(file: string, text: string): void {
  try {
    writeFileSync(resolve(file), text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
