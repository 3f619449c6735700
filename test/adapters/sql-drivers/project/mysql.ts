import mysql from 'mysql2/promise';

const connection = await mysql.createConnection({ host: 'localhost' });
export const rows = connection.execute('SELECT `id` FROM `users` WHERE `email` = ?', ['a']);
