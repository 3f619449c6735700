import { join } from 'node:path';
import { debian } from './debian.ts';

/** The folder for PYTHONPATH that has SQLAlchemy 2, Alembic, Flask-SQLAlchemy and SQLModel: Debian 12 has SQLAlchemy 1.4, Debian 13 has version 2, pure Python that any 3.11 runs as well. */
export const sqlalchemy2 = (): string => join(debian('sqlalchemy-2', { release: 'trixie', packages: ['python3-sqlalchemy', 'python3-alembic', 'python3-flask-sqlalchemy', 'python3-sqlmodel', 'python3-typing-extensions', 'python3-mako'] }), 'usr/lib/python3/dist-packages');
