import Database from 'better-sqlite3';
import { DatabaseSync } from 'node:sqlite';

const db = new Database('app.db');

db.exec(`
  CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    body TEXT
  );
  CREATE INDEX IF NOT EXISTS notes_owner ON notes (owner);
`);

const byOwner = db.prepare('SELECT * FROM notes WHERE owner = ? ORDER BY id');
const byBody = db.prepare("SELECT id FROM notes WHERE body = @body");

export const notesOf = (owner: string) => byOwner.all(owner);
export const noteWith = (body: string) => byBody.get({ body });
export const count = () => db.prepare('SELECT count(*) AS n FROM notes WHERE body IS NULL').get();
export const rename = db.transaction((from: string, to: string) => {
  db.prepare('UPDATE notes SET owner = :to WHERE owner = :from').run({ from, to });
});

export class NodeStore {
  private db = new DatabaseSync(':memory:');
  find(owner: string, limit: number) {
    return this.db.prepare(['SELECT id', 'FROM notes', 'WHERE owner = ?', 'LIMIT ' + limit].join(' ')).all(owner);
  }
}
