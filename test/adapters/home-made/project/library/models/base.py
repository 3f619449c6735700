"""What every table of the library has in common."""

from typing import ClassVar


class Record:
    table: ClassVar[str] = ""
    key: ClassVar[str] = "id"
    columns: ClassVar[dict] = {}
    indexes: ClassVar[list] = []

    @classmethod
    def create_sql(cls) -> str:
        columns = ", ".join(f"{name} {kind}" for name, kind in cls.columns.items())
        return f"CREATE TABLE IF NOT EXISTS {cls.table} ({columns})"

    @classmethod
    def index_statements(cls):
        for name, columns in cls.indexes:
            keys = ", ".join(" ".join(column) if isinstance(column, tuple) else column for column in columns)
            yield f"CREATE INDEX IF NOT EXISTS {name} ON {cls.table} ({keys})"
