from .books import BookRepository
from .loans import LoanRepository
from .readers import ReaderRepository

__all__ = ["BookRepository", "LoanRepository", "ReaderRepository"]
