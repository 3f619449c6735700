from .base import Record


class Loan(Record):
    table = "loans"
    columns = {
        "id": "INTEGER PRIMARY KEY",
        "reader_id": "INTEGER NOT NULL REFERENCES readers (id)",
        "isbn": "TEXT NOT NULL REFERENCES books (isbn)",
        "due_at": "TIMESTAMP NOT NULL",
        "returned_at": "TIMESTAMP",
    }
    indexes = [
        ('idx_loans_isbn', ['isbn']),
        ('idx_loans_due_at', [('due_at', 'DESC')]),
    ]
