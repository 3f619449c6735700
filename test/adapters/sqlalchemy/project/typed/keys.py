from typing import Annotated

from sqlalchemy import BigInteger
from sqlalchemy.orm import mapped_column

SCHEMA = "archive"

bigkey = Annotated[int, mapped_column(BigInteger, primary_key=True, autoincrement=False)]
