from .base import Record


class Book(Record):
    table = "books"
    columns = {
        "isbn": "TEXT PRIMARY KEY",
        "title": "TEXT NOT NULL",
        "shelf": "TEXT",
        "bought_at": "TIMESTAMP NOT NULL",
    }
    key = "isbn"
    indexes = []
