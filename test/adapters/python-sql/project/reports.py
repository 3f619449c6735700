import asyncpg
import psycopg2
from psycopg2 import sql
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from .wrapper import query_db


async def report(pool: asyncpg.Pool, tenant: int):
    async with pool.acquire() as conn:
        row = await conn.fetchrow("SELECT * FROM tenants WHERE slug = $1", tenant)
        await conn.fetch('''
            SELECT t.id, t.name
            FROM tenants t JOIN plans p ON p.id = t.plan_id
            WHERE p.code = $1 AND t.name ILIKE $2
        ''', "x", "y%")
    return row


def classic(dsn, name):
    with psycopg2.connect(dsn) as conn, conn.cursor() as cur:
        cur.execute("SELECT id FROM tenants WHERE name = %s AND slug = %(slug)s", {"name": name})
        cur.execute("SELECT id FROM tenants WHERE slug IN %s", (("a", "b"),))
        cur.execute(sql.SQL("SELECT id FROM {} WHERE {} = {}").format(sql.Identifier("tenants"), sql.Identifier("name"), sql.Placeholder()))
        cur.executemany("UPDATE tenants SET name = %s WHERE id = %s", [])
        cur.execute("SELECT id FROM %s WHERE name LIKE 'a%%'" % "tenants")


async def session(db: AsyncSession, slug: str):
    await db.execute(text("SELECT id FROM tenants WHERE slug = :slug"), {"slug": slug})
    statement = text("SELECT id FROM plans WHERE code = :code")
    return await db.execute(statement)


def wrapped(slug):
    return query_db("select id from tenants where slug = ?", [slug], one=True)
