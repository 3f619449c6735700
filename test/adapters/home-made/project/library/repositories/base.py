"""Reading and writing any table."""

from ..database import Database

OPERATORS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "ne": "<>", "like": "LIKE"}


class Repository:
    model = None

    def __init__(self, database: Database) -> None:
        self.database = database

    def _condition(self, name, value):
        field, _, operator = name.partition("__")
        if operator == "in":
            return f"{field} IN ({', '.join('?' for _ in value)})", list(value)
        if operator:
            return f"{field} {OPERATORS[operator]} ?", [value]
        if value is None:
            return f"{field} IS NULL", []
        return f"{field} = ?", [value]

    def _where(self, filters):
        clauses, values = [], []
        for name, value in filters.items():
            clause, given = self._condition(name, value)
            clauses.append(clause)
            values.extend(given)
        return (" WHERE " + " AND ".join(clauses) if clauses else ""), values

    def find_all(self, order_by=None, limit=None, **filters):
        where, values = self._where(filters)
        sql = f"SELECT * FROM {self.model.table}{where}"
        if order_by is not None:
            sql += f" ORDER BY {order_by}"
        if limit is not None:
            sql += f" LIMIT {int(limit)}"
        return self.database.rows(sql, values)

    def find_one(self, **filters):
        found = self.find_all(limit=1, **filters)
        return found[0] if found else None

    def get(self, key):
        rows = self.database.rows(f"SELECT * FROM {self.model.table} WHERE {self.model.key} = ?", (key,))
        return rows[0] if rows else None

    def count(self, **filters):
        where, values = self._where(filters)
        return self.database.rows(f"SELECT COUNT(*) AS n FROM {self.model.table}{where}", values)[0]["n"]

    def delete_where(self, **filters):
        where, values = self._where(filters)
        if not where:
            raise ValueError("nothing to delete by")
        return self.database.run(f"DELETE FROM {self.model.table}{where}", values)
