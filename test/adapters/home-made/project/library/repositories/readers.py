from ..models import Reader
from .base import Repository


class ReaderRepository(Repository):
    model = Reader

    def by_card(self, card):
        return self.find_one(card=card)

    def of_town(self, town):
        return self.find_all(town=town, order_by="joined_at")
