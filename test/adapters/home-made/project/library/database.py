import sqlite3
from contextlib import contextmanager

from .models import MODELS


class Database:
    def __init__(self, path: str) -> None:
        self.path = path

    @contextmanager
    def connection(self):
        connection = sqlite3.connect(self.path)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()

    def rows(self, sql, values=()):
        with self.connection() as connection:
            return [dict(row) for row in connection.execute(sql, values).fetchall()]

    def run(self, sql, values=()):
        with self.connection() as connection:
            count = connection.execute(sql, values).rowcount
            connection.commit()
            return count


def prepare(path: str) -> Database:
    """What the application does when it starts."""
    database = Database(path)
    with database.connection() as connection:
        for model in MODELS:
            connection.execute(model.create_sql())
            for statement in model.index_statements():
                connection.execute(statement)
        connection.commit()
    return database
