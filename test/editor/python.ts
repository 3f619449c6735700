import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { userOf } from './user.ts';
import type { Workbench } from './workbench.ts';

const patience = { timeout: 45_000 };

/** A query of SQLAlchemy that nothing serves: the finding, its fix in the model, and Alembic's next revision. Leaves a picture in `shots`. */
export async function python({ page, host }: Workbench, folder: string, shots: string): Promise<void> {
  const user = userOf(page);
  const versions = join(folder, 'migrations/versions');
  const before = new Set(readdirSync(versions));
  await user.start(`http://${host}/?folder=${encodeURIComponent(folder)}`);
  await user.openFile('patients.py');
  await user.squiggle.waitFor({ timeout: 120_000 });
  const lines = readFileSync(join(folder, 'clinic/patients.py'), 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes('Patient.family_name =='));
  await user.goTo(line + 1, String(lines[line]).indexOf('Patient.family_name') + 1);
  await user.pressUntil(['Control+.'], user.actions.filter({ hasText: 'Add index ix_patients_family_name to patients in models.py' }));
  await page.keyboard.press('Enter');
  await user.openFile('models.py');
  await page.keyboard.press('Control+S');
  await user.command('Sargable: Generate Index Migration');
  await user.rows('ix_appointments_patient_id_starts_at').waitFor(patience);
  await page.keyboard.press('Enter');
  await user.rows('Write it').waitFor(patience);
  await page.screenshot({ path: join(shots, 'python.png') });
  assert.deepEqual(readdirSync(versions).filter((file) => !before.has(file)), [], 'nothing is written yet');
  await page.keyboard.press('Enter');
  await user.toast('Wrote').waitFor(patience);
  // On PostgreSQL each index has a revision of its own, since it is built concurrently.
  const added = readdirSync(versions).filter((file) => file.endsWith('.py') && !before.has(file)).map((file) => readFileSync(join(versions, file), 'utf8'));
  const revision = added.find((text) => text.includes("'ix_appointments_patient_id_starts_at'")) ?? '';
  assert.match(revision, /op\.create_index\(\s*'ix_appointments_patient_id_starts_at',\s*'appointments',\s*\['patient_id', 'starts_at'\]/);
  assert.match(revision, /def downgrade/);
  assert.match(readFileSync(join(folder, 'clinic/models.py'), 'utf8'), /family_name: Mapped\[str\] = mapped_column\(String\(80\), index=True\)/);
}
