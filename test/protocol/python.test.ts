import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CodeAction, Location } from 'vscode-languageserver-protocol';
import { able, Client, uriOf } from './client.ts';
import { applied, positionOf } from './edits.ts';
import { folderOf } from './files.ts';

const example = fileURLToPath(new URL('../../examples/clinic', import.meta.url));
const text = (path: string): string => readFileSync(join(example, path), 'utf8');
const patients = text('clinic/patients.py');
const reports = text('clinic/reports.py');
const models = text('clinic/models.py');

/** The sample application, with its queries and its models open. */
const root = folderOf({});
cpSync(example, root, { recursive: true });
const at = (path: string): string => uriOf(join(root, 'clinic', path));
const client = await Client.start([root], able);
for (const [path, whole] of [['patients.py', patients], ['reports.py', reports], ['models.py', models]] as const) client.open(at(path), 'python', whole);

const starts = (places: readonly Location[]): readonly string[] => places.map(({ uri, range }) => `${uri.slice(uri.lastIndexOf('/') + 1)}:${range.start.line + 1}`).sort();

/** Lines are 1-based, as people count them. */
const lineOf = (whole: string, piece: string): number => positionOf(whole, piece).line + 1;

describe('in a Python project', () => {
  it('a query that nothing serves is told with its table, in the editor and where it is declared', async () => {
    const { items } = await client.pull(at('patients.py'));
    assert.deepEqual(items.map(({ code, severity, message }) => [code, severity, message]), [
      ['unindexed-filter', 2, items[0]?.message], ['unindexed-filter', 2, 'No index on appointments serves patient_id = … with the sort by starts_at, so the whole table is read.\nAdd index (patient_id, starts_at): it would serve this query.'],
    ]);
    const [search] = items;
    assert.match(String(search?.message), /^No index on patients serves family_name = …, so the whole table is read\./);
    assert.deepEqual(search?.range.start, positionOf(patients, 'Patient.family_name =='));
    assert.deepEqual(starts((search?.relatedInformation ?? []).map(({ location }) => location)), [`models.py:${lineOf(models, 'class Patient')}`]);
  });

  it('hover says why on the query, what is known on the model, and what an index serves', async () => {
    const hover = async (path: string, whole: string, piece: string): Promise<string> => (await client.request('textDocument/hover', { textDocument: { uri: at(path) }, position: positionOf(whole, piece) })).contents.value;
    assert.match(await hover('patients.py', patients, 'family_name ==', ), /^\*\*patients\*\* is read whole\.[\s\S]*\(family_name\) would serve the filter\.[\s\S]*\*\*family_name\*\* varchar\(80\), not null, of patients · models\.py/);
    assert.match(await hover('models.py', models, 'Patient(Timestamps'), /\*\*patients\*\*[\s\S]*\(insurance_number\) \| unique/);
    assert.match(await hover('models.py', models, 'insurance_number: Mapped'), /\*\*patients\*\*/);
    assert.match(await hover('models.py', models, 'Index("ix_appointments_doctor_id_starts_at"'), /serves \d+ quer/i);
    assert.match(await hover('reports.py', reports, 'a.room = :room'), /\*\*appointments\*\* is served by[\s\S]*room/);
  });

  it('SQL in a string leads to the model, and an index to the queries that it serves', async () => {
    const [column, ...more] = await client.request('textDocument/definition', { textDocument: { uri: at('reports.py') }, position: positionOf(reports, 'phone = :phone') });
    assert.deepEqual([starts([column]), more], [[`models.py:${lineOf(models, 'phone: Mapped')}`], []]);
    assert.deepEqual(starts(await client.request('textDocument/definition', { textDocument: { uri: at('reports.py') }, position: positionOf(reports, 'doctors d') })), [`models.py:${lineOf(models, 'class Doctor')}`]);
    const served = await client.request('textDocument/references', { textDocument: { uri: at('models.py') }, position: positionOf(models, 'Index("ix_appointments_doctor_id_starts_at"'), context: { includeDeclaration: false } });
    assert.deepEqual(starts(served).map((place) => place.split(':')[0]), ['doctors.py']);
  });

  it('a quick fix in the query edits the model, and the finding is gone before anything is saved', async () => {
    const uri = at('patients.py');
    const { items } = await client.pull(uri);
    const fixes = async (n: number): Promise<CodeAction[]> => client.request('textDocument/codeAction', { textDocument: { uri }, range: items[n]?.range, context: { diagnostics: [items[n]] } });
    const [single] = await fixes(0);
    assert.equal(single?.title, 'Add index ix_patients_family_name to patients in models.py');
    assert.equal(single.isPreferred, true);
    const { edit } = await client.request<CodeAction>('codeAction/resolve', single);
    assert.ok(edit);
    assert.equal(applied(edit, { [at('models.py')]: models }).get(at('models.py')), models.replace('family_name: Mapped[str] = mapped_column(String(80))', 'family_name: Mapped[str] = mapped_column(String(80), index=True)'));
    const [composite, migration] = await fixes(1);
    assert.ok(composite && migration);
    const made = applied((await client.request<CodeAction>('codeAction/resolve', composite)).edit ?? {}, { [at('models.py')]: models }).get(at('models.py')) ?? '';
    assert.match(made, /\n {8}Index\("ix_appointments_patient_id_starts_at", "patient_id", "starts_at"\),\n {4}\)\n/);
    assert.match(migration.title, /migration \(migrations\/versions\/\w+\.py\)/);
    client.change(at('models.py'), [{ text: made }]);
    assert.deepEqual((await client.pull(uri)).items.map(({ range }) => range.start.line + 1), [lineOf(patients, 'Patient.family_name ==')]);
    client.change(at('models.py'), [{ text: models }]);
  });

  it('a comment silences a finding, and says so when there is nothing to silence', async () => {
    const uri = at('patients.py');
    const ignored = patients.replace('    statement = select(Patient)', '    # sargable-ignore unindexed-filter: few people\n    statement = select(Patient)');
    client.change(uri, [{ text: ignored }]);
    assert.deepEqual((await client.pull(uri)).items.map(({ code }) => code), ['unindexed-filter']);
    client.change(uri, [{ text: ignored.replace('Patient.family_name ==', 'Patient.id ==') }]);
    assert.deepEqual((await client.pull(uri)).items.map(({ code }) => code).sort(), ['unindexed-filter', 'unused-ignore']);
    client.change(uri, [{ text: patients }]);
  });

  it('the command writes the revision', async () => {
    await client.request('workspace/executeCommand', { command: 'sargable.generateMigration' });
    const sent = JSON.stringify(await client.take('workspace/applyEdit'));
    assert.match(sent, /versions\/\w+\.py/);
    assert.match(sent, /op\.create_index/);
    assert.match(sent, /down_revision: Union\[str, None\] = 'c04e8d2b6f15'/);
    await client.take('window/logMessage');
  });

  it('nothing is said unasked, and the server ends by itself', () => client.close());
});
