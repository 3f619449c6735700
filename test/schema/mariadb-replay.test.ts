import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startMariadb, type Mariadb } from '../support/mariadb.ts';
import { describeServer, describeText } from './mariadb-engine.ts';

// Each text is run by MariaDB and replayed by us: columns, indexes (names, prefix lengths, directions, methods, whether they are used) and foreign keys
// must be the same.
const TEXTS: Readonly<Record<string, string>> = {
  'keys inline, in every way': `CREATE TABLE t (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT UNIQUE, b VARCHAR(200) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x', c TEXT, d DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    e ENUM('a','b''c') NULL COMMENT 'it''s; fine', f DECIMAL(10,2) GENERATED ALWAYS AS (a * 2) STORED, g POINT NOT NULL, h DOUBLE PRECISION, i BIGINT(20) UNSIGNED ZEROFILL,
    KEY (a, b), KEY a_b USING BTREE (a, b(10)), INDEX by_c (c(20) DESC, a), UNIQUE KEY u (b, h), UNIQUE (h), FULLTEXT KEY ft (c), SPATIAL INDEX sp (g), KEY quiet (i) IGNORED,
    CHECK (a > 0), CONSTRAINT named CHECK (h IS NOT NULL)
  ) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci ROW_FORMAT=DYNAMIC COMMENT='t (x)';`,
  'unnamed keys are named after their first column': 'CREATE TABLE t (a INT, b INT, KEY (a), KEY (a, b), UNIQUE (a, b), INDEX (b), UNIQUE KEY (b, a)); ALTER TABLE t ADD INDEX (a, b), ADD UNIQUE (a); CREATE INDEX z ON t (b);',
  'foreign keys make indexes of their own': `CREATE TABLE p (id INT PRIMARY KEY, a INT, b INT, UNIQUE KEY ab (a, b));
    CREATE TABLE named (id INT PRIMARY KEY, p_id INT, CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL);
    CREATE TABLE unnamed (id INT PRIMARY KEY, p_id INT, FOREIGN KEY (p_id) REFERENCES p (id)); CREATE TABLE indexed (id INT PRIMARY KEY, p_id INT, FOREIGN KEY own (p_id) REFERENCES p (id));
    CREATE TABLE both_named (id INT PRIMARY KEY, p_id INT, CONSTRAINT fk2 FOREIGN KEY own (p_id) REFERENCES p (id)); CREATE TABLE there (id INT PRIMARY KEY, p_id INT, x INT, KEY k (p_id, x), FOREIGN KEY (p_id) REFERENCES p (id));
    CREATE TABLE other_order (id INT PRIMARY KEY, a INT, b INT, KEY k (b, a), CONSTRAINT fk3 FOREIGN KEY (a, b) REFERENCES p (a, b)); CREATE TABLE inline_key (id INT PRIMARY KEY, p_id INT REFERENCES p (id));
    CREATE TABLE twice (id INT PRIMARY KEY, p_id INT, KEY p_id (id, p_id), FOREIGN KEY (p_id) REFERENCES p (id)); CREATE TABLE keyed (p_id INT PRIMARY KEY, FOREIGN KEY (p_id) REFERENCES p (id));
    CREATE TABLE replaced (id INT PRIMARY KEY, p_id INT, CONSTRAINT fk4 FOREIGN KEY (p_id) REFERENCES p (id)); CREATE INDEX mine ON replaced (p_id, id);
    CREATE TABLE added (id INT PRIMARY KEY, p_id INT); ALTER TABLE added ADD CONSTRAINT fk5 FOREIGN KEY (p_id) REFERENCES p (id); ALTER TABLE added ADD FOREIGN KEY (p_id) REFERENCES p (id);
    CREATE TABLE nested (id INT PRIMARY KEY, a INT, b INT, CONSTRAINT short FOREIGN KEY (a) REFERENCES p (a), CONSTRAINT longer FOREIGN KEY (a, b) REFERENCES p (a, b), CONSTRAINT short2 FOREIGN KEY (a) REFERENCES p (a));
    CREATE TABLE left_over (id INT PRIMARY KEY, p_id INT, CONSTRAINT fk6 FOREIGN KEY (p_id) REFERENCES p (id)); ALTER TABLE left_over DROP FOREIGN KEY fk6;
    CREATE TABLE counted (id INT PRIMARY KEY, a INT, b INT, FOREIGN KEY (a) REFERENCES p (id), FOREIGN KEY (b) REFERENCES p (id)); ALTER TABLE counted DROP FOREIGN KEY counted_ibfk_1;`,
  'tables that change': `CREATE TABLE t (id INT NOT NULL, a INT, b INT, c VARCHAR(20), d INT, PRIMARY KEY (id), KEY abc (a, b, c(5)), KEY only_d (d), KEY old (c));
    ALTER TABLE t DROP COLUMN b, DROP COLUMN d, ADD COLUMN e INT NOT NULL DEFAULT 3 AFTER id, ADD COLUMN (f INT, g INT), ADD COLUMN IF NOT EXISTS h INT UNIQUE FIRST;
    ALTER TABLE t CHANGE COLUMN c renamed VARCHAR(30) NOT NULL, MODIFY a BIGINT NOT NULL, RENAME INDEX old TO newer, ALTER COLUMN f SET DEFAULT 3, RENAME COLUMN g TO gg;
    ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, a), ADD FULLTEXT KEY words (renamed), DROP INDEX h, ALGORITHM=COPY, LOCK=SHARED; ALTER TABLE t ALTER INDEX newer IGNORED; ALTER TABLE t ENGINE=InnoDB, CONVERT TO CHARACTER SET utf8mb4, COMMENT 'x, y';
    DROP INDEX words ON t; CREATE UNIQUE INDEX IF NOT EXISTS made USING BTREE ON t (e DESC, f) COMMENT 'x' ALGORITHM INPLACE LOCK NONE; CREATE OR REPLACE INDEX made ON t (f);
    RENAME TABLE t TO t2; ALTER TABLE t2 RENAME TO t3; CREATE TABLE other (x INT); RENAME TABLE t3 TO swap, other TO t3, swap TO other; DROP TABLE IF EXISTS nothing, t3;`,
  'tables from others': `CREATE TABLE m (id INT AUTO_INCREMENT PRIMARY KEY, a INT, KEY by_a (a DESC), UNIQUE KEY u (a, id)); CREATE TABLE copy LIKE m; CREATE TABLE IF NOT EXISTS copy2 (LIKE m);
    CREATE TABLE picked (KEY (a)) AS SELECT a, a + 1 AS more FROM m; CREATE TEMPORARY TABLE gone (x INT, KEY (x)); DROP TEMPORARY TABLE gone; CREATE OR REPLACE VIEW v AS SELECT a FROM m WITH CHECK OPTION; DROP VIEW v;`,
  'partitions, sequences and versions': `CREATE TABLE p (id BIGINT NOT NULL, made DATE NOT NULL, KEY by_made (made), PRIMARY KEY (id, made)) PARTITION BY RANGE (YEAR(made)) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
    ALTER TABLE p DROP PARTITION p0; CREATE TABLE h (id INT PRIMARY KEY, v INT) PARTITION BY HASH(id) PARTITIONS 4;`,
  'what mysqldump writes': `-- MySQL dump 10.13
    /*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */; /*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
    DROP TABLE IF EXISTS \`a b\`; # a comment; with a semicolon
    CREATE TABLE \`a b\` ( \`id\` int(11) NOT NULL AUTO_INCREMENT, \`key\` varchar(255) COLLATE utf8mb4_unicode_ci DEFAULT NULL, \`na\`\`me\` text, PRIMARY KEY (\`id\`), KEY \`by key\` (\`key\`(100)) USING BTREE
    ) ENGINE=InnoDB /*!50100 DEFAULT CHARSET=utf8mb4 */;
    LOCK TABLES \`a b\` WRITE; /*!40000 ALTER TABLE \`a b\` DISABLE KEYS */; INSERT INTO \`a b\` VALUES (1,'x;\\'y','z'),(2,NULL,'--'); /*!40000 ALTER TABLE \`a b\` ENABLE KEYS */; UNLOCK TABLES;
    CREATE TABLE m (a INT /*!99999999 , never INT */ /*M!100100 , mine INT */); /* plain /*! not opened */`,
};

let db: Mariadb;
before(async () => { db = await startMariadb(); });
after(async () => { await db.stop(); });

for (const [name, text] of Object.entries(TEXTS)) {
  test(name, async () => {
    await db.fresh('replayed');
    await db.run(text);
    const server = await describeServer(db);
    const { described, problems } = describeText(text);
    assert.deepEqual(described, server);
    assert.deepEqual(problems, []);
    assert.ok(server.length > 3);
  });
}
