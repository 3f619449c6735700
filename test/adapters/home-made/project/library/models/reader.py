from .base import Record


class Reader(Record):
    table = "readers"
    columns = {
        "id": "INTEGER PRIMARY KEY",
        "card": "TEXT NOT NULL UNIQUE",
        "town": "TEXT",
        "joined_at": "TIMESTAMP NOT NULL",
    }
