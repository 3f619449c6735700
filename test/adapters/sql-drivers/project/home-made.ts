import { query, db } from './database';
import { PETS } from './queries';

const QUERIES = { byChip: 'select id from pets where chip = $1', insert: 'insert into pets (chip) values ($1)' };
const marked = /* sql */ `select id from pets where weight > 3`;

export const chip = (value: string) => query(QUERIES.byChip, [value]);
export const wrapped = () => db.all('select id from pets where owner_id = ?', 3);
export const imported = () => query(PETS, []);
export const fine = (map: Map<string, string>) => map.get('Select a file from the list');
export const other = () => fetch('update the user set');
export const label = 'select a value from here';
export { marked };
