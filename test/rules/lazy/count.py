"""Runs programs on SQLAlchemy and SQLite and counts the statements that their function `f` sends, with 3 and with 6 posts in the database."""
import json
import sys
import warnings

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

warnings.simplefilter('ignore')


def statements(models, service, posts):
    space = {}
    exec(models, space)
    engine = create_engine('sqlite://')
    space['Base'].metadata.create_all(engine)
    with Session(engine) as session:
        for number in range(1, posts + 1):
            session.add(space['Author'](id=number, name='a%d' % number))
            session.add(space['Post'](id=number, author_id=number, title='t%d' % number))
            session.add(space['Comment'](post_id=number, author_id=number, text='x'))
            session.add(space['Comment'](post_id=number, author_id=number, text='y'))
        session.commit()
    sent = []
    event.listen(engine, 'before_cursor_execute', lambda conn, cursor, statement, *rest: sent.append(statement))
    exec(service, space)
    with Session(engine) as session:
        try:
            space['f'](session)
        except Exception as error:
            return type(error).__name__
    return len(sent)


print(json.dumps([[statements(program['models'], program['service'], posts) for posts in (3, 6)] for program in json.load(sys.stdin)]))
