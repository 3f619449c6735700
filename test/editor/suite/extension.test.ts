import assert from 'node:assert/strict';
import { commands, extensions, Uri, workspace, type Diagnostic } from 'vscode';
import { findingAt, findings, folder, hoverText, noFindingAt, open, quickFixes, until } from './editor.ts';

const extension = () => {
  const found = extensions.getExtension('sargable.sargable');
  assert(found, 'the extension is not installed');
  return found;
};

const codeOf = ({ code }: Diagnostic): string => String(typeof code === 'object' ? code.value : code);

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
    for (const name of ['generateMigration', 'explain', 'showRule', 'restartServer', 'showOutput']) assert(known.includes(`sargable.${name}`), name);
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

  it('follows a file that another program changes', async () => {
    const uri = Uri.joinPath(folder(), 'src/late.sql');
    await workspace.fs.writeFile(uri, Buffer.from('SELECT * FROM reviews WHERE customer_id = $1;\n'));
    await until('findings of a new file', () => findings(uri).length > 0 || undefined);
    await workspace.fs.delete(uri);
    await until('the end of its findings', () => findings(uri).length === 0 || undefined);
  });
});
