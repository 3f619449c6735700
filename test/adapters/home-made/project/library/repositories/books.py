from ..models import Book
from .base import Repository


class BookRepository(Repository):
    model = Book

    def on_shelves(self, shelves):
        return self.find_all(shelf__in=shelves)

    def newest(self, limit=10):
        return self.find_all(order_by="bought_at DESC", limit=limit)
