import assert from 'node:assert/strict';
import { CancellationTokenSource, LanguageModelTextPart, lm } from 'vscode';
import { open } from './editor.ts';

/** What a tool answers an agent of the editor. */
async function answer(name: string, input: object): Promise<string> {
  const { content } = await lm.invokeTool(`sargable_${name}`, { input, toolInvocationToken: undefined }, new CancellationTokenSource().token);
  return content.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
}

describe('the tools for agents in a real editor', () => {
  it('are offered with what they take', () => {
    const own = lm.tools.filter(({ name }) => name.startsWith('sargable_'));
    assert.deepEqual(own.map(({ name }) => name).sort(), ['sargable_check', 'sargable_explain', 'sargable_propose_index', 'sargable_query_budget', 'sargable_schema']);
    for (const tool of own) assert.equal(typeof tool.inputSchema, 'object', tool.name);
  });

  it('answer from the project', async () => {
    assert.match(await answer('schema', { table: 'reviews' }), /^reviews \(postgresql\), declared in src\/db\/schema\.ts:\d+\n {2}columns: /);
    assert.match(await answer('explain', { sql: "SELECT * FROM orders WHERE customer_id = 'x'" }), /orders is served by orders_customer_id_placed_at_idx/);
  });

  it('answer from a document as it stands, though it is not saved', async () => {
    const document = await open('src/services/orders.ts');
    const { WorkspaceEdit, workspace, Range } = await import('vscode');
    const before = await answer('check', { path: 'src/services/orders.ts' });
    const text = document.getText();
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, new Range(document.positionAt(0), document.positionAt(text.length)), text.replaceAll('orders.customerId, customerId', 'orders.status, customerId'));
    assert(await workspace.applyEdit(edit));
    assert.notEqual(await answer('check', { path: 'src/services/orders.ts' }), before);
    const back = new WorkspaceEdit();
    back.replace(document.uri, new Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
    assert(await workspace.applyEdit(back));
    assert.equal(await answer('check', { path: 'src/services/orders.ts' }), before);
    await document.save();
  });

  it('tell a model what it asked wrongly', async () => {
    await assert.rejects(answer('check', { path: '/etc/passwd' }), /lies outside of/);
  });
});
