from ..models import Loan
from .base import Repository


class LoanRepository(Repository):
    model = Loan

    def of_reader(self, reader_id):
        return self.find_all(reader_id=reader_id)

    def of_book(self, isbn):
        return self.find_all(isbn=isbn)

    def overdue(self, now):
        return self.find_all(due_at__lt=now, order_by="due_at DESC", limit=50)
