from .book import Book
from .loan import Loan
from .reader import Reader

MODELS = [Reader, Book, Loan]
