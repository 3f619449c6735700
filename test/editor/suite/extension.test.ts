import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, extensions, Range, Uri, window, workspace, WorkspaceEdit, type CodeLens, type Diagnostic, type InlayHint } from 'vscode';
import { findingAt, findings, folder, hoverText, noFindingAt, open, quickFixes, until, write } from './editor.ts';

const extension = () => {
  const found = extensions.getExtension('sargable.sargable');
  assert(found, 'the extension is not installed');
  return found;
};

const codeOf = ({ code }: Diagnostic): string => String(typeof code === 'object' ? code.value : code);

/** Each author is asked for by itself, through a function. */
const LOOP = `import { eq } from 'drizzle-orm';
import { db } from '../db/client.ts';
import { authors, books } from '../db/schema.ts';

const booksOf = (authorId: number) => db.select().from(books).where(eq(books.authorId, authorId));

export async function shelf() {
  const all = await db.select().from(authors);
  const titles: string[] = [];
  for (const author of all) {
    const own = await booksOf(author.id);
    titles.push(...own.map((book) => book.title));
  }
  return titles;
}
`;

describe('the extension in a real editor', () => {
  it('is started by a file of a language it reads', async () => {
    await open('src/services/reviews.ts');
    await until('activation', () => extension().isActive || undefined);
  });

  it('works in a workspace that is trusted or not', () => {
    assert.equal(workspace.isTrusted, process.env['SARGABLE_TEST_TRUST'] !== 'on');
  });

  it('has its commands', async () => {
    const known = await commands.getCommands(true);
    for (const name of ['generateMigration', 'explain', 'showRule', 'showMenu', 'showUnread', 'filterFindings', 'restartServer', 'showOutput', 'findings.focus']) assert(known.includes(`sargable.${name}`), name);
  });

  it('shows which query no index serves, under the column alone', async () => {
    const document = await open('src/services/reviews.ts');
    const diagnostic = await findingAt(document, 'reviews.bookId, bookId');
    assert.equal(document.getText(diagnostic.range), 'reviews.bookId');
    assert.equal(codeOf(diagnostic), 'unindexed-filter');
    assert.match(diagnostic.message, /^No index on reviews serves book_id = … .*\nAdd index \(book_id, created_at\)/);
    assert(diagnostic.relatedInformation?.some(({ location }) => location.uri.path.endsWith('src/db/schema.ts')));
  });

  it('shows findings of files that are not open', async () => {
    const catalog = Uri.joinPath(folder(), 'src/services/catalog.ts');
    await until('findings of a closed file', () => findings(catalog).length > 0 || undefined);
  });

  it('says in a hover by which index a query is served, or why by none', async () => {
    const orders = await open('src/services/orders.ts');
    assert.match(await until('a hover', async () => await hoverText(orders, 'orders.customerId, customerId') || undefined), /orders_customer_id_placed_at_idx/);
    const reviews = await open('src/services/reviews.ts');
    assert.match(await hoverText(reviews, 'reviews.bookId, bookId'), /is read whole[\s\S]*why it does not serve/);
  });

  it('adds the index to the model, and the finding is gone', async () => {
    const document = await open('src/services/reviews.ts');
    const [first] = await quickFixes(document, await findingAt(document, 'reviews.bookId, bookId'));
    assert.match(first?.title ?? '', /^Add index \S+ to reviews in schema\.ts$/);
    assert(first?.isPreferred && first.edit, 'the first fix is the preferred one and has an edit');
    assert(await workspace.applyEdit(first.edit));
    await noFindingAt(document, 'reviews.bookId, bookId');
    const schema = await workspace.openTextDocument(Uri.joinPath(folder(), 'src/db/schema.ts'));
    assert.match(schema.getText(), /index\('reviews_book_id_created_at_idx'\)/);
    await schema.save();
  });

  it('tells a loop that sends a query a row: the call, the way down, and a fix', async () => {
    const document = await write('src/services/shelf.ts', LOOP);
    const diagnostic = await findingAt(document, "booksOf(author.id)");
    assert.equal(codeOf(diagnostic), 'n-plus-one-query');
    assert.match(diagnostic.message, /books/);
    const related = diagnostic.relatedInformation ?? [];
    assert(related.length >= 2 && related.some(({ location }) => document.getText(location.range).includes('for (const author of')), related.map(({ message }) => message).join('; '));
    assert((await quickFixes(document, diagnostic)).every(({ title }) => title !== 'Show why no index serves this query'));
    await workspace.fs.delete(document.uri);
  });

  it('shows over a table what it has and what asks for it', async () => {
    const schema = await open('src/db/schema.ts');
    const titles = async (): Promise<string[]> => (await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', schema.uri)).map(({ command }) => command?.title ?? '');
    const shown = await until('lenses', async () => { const all = await titles(); return all.length > 0 ? all : undefined; });
    assert(shown.every((title) => /^\d+ index(es)?, \d+ quer(y|ies), \d+ unserved$/.test(title)), shown.join('; '));
    const settings = workspace.getConfiguration('sargable');
    await settings.update('codeLens.tables', 'all', ConfigurationTarget.Global);
    await until('a lens over every table', async () => ((await titles()).length > shown.length || undefined));
    await settings.update('codeLens.tables', undefined, ConfigurationTarget.Global);
  });

  it('names the index that serves a condition, when that is asked for', async () => {
    const document = await open('src/services/orders.ts');
    const whole = new Range(0, 0, document.lineCount, 0);
    const labels = async (): Promise<string[]> => (await commands.executeCommand<InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole)).map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
    assert.equal((await labels()).filter((label) => label.includes('_idx')).length, 0);
    await workspace.getConfiguration('sargable').update('inlayHints.servingIndex', true, ConfigurationTarget.Global);
    await until('a hint', async () => ((await labels()).some((label) => label.includes('orders_customer_id_placed_at_idx')) || undefined));
    await workspace.getConfiguration('sargable').update('inlayHints.servingIndex', undefined, ConfigurationTarget.Global);
  });

  it('makes the safe fixes of a file when it is saved, if the user has it so', async () => {
    const document = await write('src/notes.sql', 'CREATE TABLE notes (id integer PRIMARY KEY, topic text NOT NULL);\n\nSELECT id FROM notes WHERE topic = $1;\n');
    await findingAt(document, 'topic = $1');
    await workspace.getConfiguration('editor').update('codeActionsOnSave', { 'source.fixAll.sargable': 'explicit' }, ConfigurationTarget.Global);
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, '-- the end\n');
    assert(await workspace.applyEdit(edit));
    await until('the index in the saved file', async () => {
      await document.save();
      return /CREATE INDEX \S+ ON notes \(topic\);/.test(document.getText()) || undefined;
    });
    await workspace.getConfiguration('editor').update('codeActionsOnSave', undefined, ConfigurationTarget.Global);
    await workspace.fs.delete(document.uri);
  });

  it('reads Python: a query of SQLAlchemy, and the fix in its model', async () => {
    const document = await open('clinic/clinic/patients.py');
    const diagnostic = await findingAt(document, 'Patient.family_name ==');
    const [first] = await quickFixes(document, diagnostic);
    assert.equal(first?.title, 'Add index ix_patients_family_name to patients in models.py');
    assert(first.edit && await workspace.applyEdit(first.edit));
    await noFindingAt(document, 'Patient.family_name ==');
    const models = await workspace.openTextDocument(Uri.joinPath(folder(), 'clinic/clinic/models.py'));
    assert.match(models.getText(), /family_name: Mapped\[str\] = mapped_column\(String\(80\), index=True\)/);
    await models.save();
  });

  it('opens the page of a rule from its code, without a network', async () => {
    const document = await open('src/services/catalog.ts');
    const [{ code } = { code: '' }] = await until('findings', () => { const all = findings(document.uri); return all.length > 0 ? all : undefined; });
    assert(typeof code === 'object' && code.target.scheme === 'command');
    await commands.executeCommand(code.target.path, ...[JSON.parse(code.target.query)]);
    await until('its page', () => window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label.includes(String(code.value))) || undefined);
  });

  it('follows a file that another program changes', async () => {
    const uri = Uri.joinPath(folder(), 'src/late.sql');
    await workspace.fs.writeFile(uri, Buffer.from('SELECT * FROM reviews WHERE customer_id = $1;\n'));
    await until('findings of a new file', () => findings(uri).length > 0 || undefined);
    await workspace.fs.delete(uri);
    await until('the end of its findings', () => findings(uri).length === 0 || undefined);
  });
});
