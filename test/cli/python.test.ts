import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixAll } from '../../server/src/cli/fix.ts';
import { openWorkspace } from '../../server/src/host/workspace.ts';
import { root } from '../house/sources.ts';
import { python } from '../support/python.ts';
import { folder } from './run.ts';

// What SQLAlchemy 2 makes of the sample's models, and what SQLite then does with the sample's own queries.
const HARNESS = `
import json, os
os.environ['DATABASE_URL'] = 'sqlite://'
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session
from clinic import invoices, patients, prescriptions, reports
from clinic.db import Base, engine
from clinic import models
Base.metadata.create_all(engine)
made = {table: sorted(index['name'] for index in inspect(engine).get_indexes(table)) for table in inspect(engine).get_table_names()}
asked = []
event.listen(engine, 'before_cursor_execute', lambda conn, cursor, statement, parameters, context, many: asked.append((statement, parameters)))
with Session(engine) as session:
    patients.find_patients(session, 'x')
    patients.history(session, 1, 0)
    invoices.invoices_of_patient(session, 1)
    prescriptions.recalled(session, 'x')
    reports.callers(session, 'x')
    plans = [[row[3] for row in session.connection().exec_driver_sql('EXPLAIN QUERY PLAN ' + statement, parameters)] for statement, parameters in list(asked)]
print(json.dumps({'made': made, 'plans': plans}))
`;

test('the fixes of the Python sample are indexes that SQLAlchemy makes and its queries use', async () => {
  const at = join(folder, 'clinic');
  cpSync(join(root, 'examples/clinic'), at, { recursive: true });
  const run = (): { readonly made: Readonly<Record<string, readonly string[]>>; readonly plans: readonly (readonly string[])[] } => {
    const { stdout, stderr, status } = python(HARNESS, { version: '2.0', cwd: at, env: { PYTHONPATH: at } });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as ReturnType<typeof run>;
  };
  const whole = (plans: readonly (readonly string[])[]): number => plans.filter((plan) => plan.some((step) => /^SCAN/.test(step))).length;
  assert.equal(whole(run().plans), 5);
  const workspace = await openWorkspace(at);
  for (const _ of workspace.scan());
  const fixed = fixAll(workspace, (snapshot) => snapshot.findings());
  assert.deepEqual([fixed.applied.length, fixed.left, fixed.refused], [5, [], []]);
  const { made, plans } = run();
  assert.deepEqual([made['appointments'], made['invoices'], made['patients'], made['prescriptions']], [
    ['ix_appointments_doctor_id_starts_at', 'ix_appointments_patient_id_starts_at'], ['ix_invoices_issued_on_patient_id', 'ix_invoices_patient_id'], ['ix_patients_family_name', 'ix_patients_phone'], ['ix_prescriptions_appointment_id', 'ix_prescriptions_drug'],
  ]);
  assert.equal(whole(plans), 0, JSON.stringify(plans));
  const again = await openWorkspace(at);
  for (const _ of again.scan());
  assert.deepEqual(fixAll(again, (snapshot) => snapshot.findings()).applied, []);
  assert.equal(readFileSync(join(at, 'clinic/models.py'), 'utf8').match(/^from sqlalchemy import .*\bIndex\b/gm)?.length, 1);
});
