"""What happens at the desk."""

from .database import Database
from .repositories import BookRepository, LoanRepository, ReaderRepository


def loans(database: Database) -> LoanRepository:
    return LoanRepository(database)


class Desk:
    def __init__(self, database: Database, readers: ReaderRepository | None = None) -> None:
        self.readers = readers or ReaderRepository(database)
        self.books = BookRepository(database)
        self.loans = loans(database)

    def card(self, number):
        return self.readers.by_card(number)

    def open_loans(self, reader_id):
        return self.loans.count(reader_id=reader_id, returned_at=None)

    def forget(self, reader_id):
        return self.loans.delete_where(reader_id=reader_id)

    def shelf(self, shelf):
        return self.books.find_all(shelf=shelf)
