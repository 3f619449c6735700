import assert from 'node:assert/strict';
import { CancellationTokenSource, commands, LanguageModelTextPart, lm, Range, type TextDocument, workspace, WorkspaceEdit } from 'vscode';
import { open, positionOf, until } from './editor.ts';

/** What a tool answers an agent of the editor. */
async function answer(name: string, input: object): Promise<string> {
  const { content } = await lm.invokeTool(`sargable_${name}`, { input, toolInvocationToken: undefined }, new CancellationTokenSource().token);
  return content.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
}

async function replace(document: TextDocument, text: string, other: string): Promise<void> {
  const edit = new WorkspaceEdit();
  const at = positionOf(document, text);
  edit.replace(document.uri, new Range(at, at.translate(0, text.length)), other);
  assert(await workspace.applyEdit(edit));
}

describe('the tools for agents in a real editor', () => {
  it('are offered with what they take', () => {
    const own = lm.tools.filter(({ name }) => name.startsWith('sargable_'));
    assert.deepEqual(own.map(({ name }) => name).sort(), ['sargable_check', 'sargable_explain', 'sargable_propose_index', 'sargable_query_budget', 'sargable_schema']);
    for (const tool of own) assert.equal(typeof tool.inputSchema, 'object', tool.name);
  });

  it('answer from the project', async () => {
    assert.match(await answer('schema', { table: 'reviews' }), /^reviews \(postgresql\), declared in src\/db\/schema\.ts:\d+, .*\n {2}columns: /);
    assert.match(await answer('explain', { sql: "SELECT * FROM orders WHERE customer_id = 'x'" }), /orders is served by orders_customer_id_placed_at_idx/);
  });

  it('answer from a document as it stands, though it is not saved', async () => {
    const document = await open('src/services/orders.ts');
    const before = await answer('check', { path: 'src/services/orders.ts' });
    assert.match(before, /serves tracking_code = …/);
    await replace(document, 'orders.trackingCode', 'orders.id');
    await until('an answer from the new text', async () => (/tracking_code/.test(await answer('check', { path: 'src/services/orders.ts' })) ? undefined : true));
    assert(document.isDirty);
    await commands.executeCommand('workbench.action.files.revert');
    await until('the answer from before', async () => (await answer('check', { path: 'src/services/orders.ts' }) === before ? true : undefined));
  });

  it('tell a model what it asked wrongly', async () => {
    await assert.rejects(answer('check', { path: '/etc/passwd' }), /lies outside of/);
  });
});
