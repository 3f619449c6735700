"""Runs every form of forms.py against a real database and prints, by form, the SQL that SQLAlchemy sends."""
import json
import sys
import warnings

warnings.simplefilter("ignore")
folder, url = sys.argv[1], sys.argv[2]
sys.path.insert(0, folder)

import flask
import sqlalchemy
from sqlalchemy import event
from sqlalchemy.sql import Select

import models
from models import db

app = flask.Flask("sample")
app.config["SQLALCHEMY_DATABASE_URI"] = url
db.init_app(app)
sent = []
out = {}


def collect(result):
    if isinstance(result, (Select, sqlalchemy.sql.Update, sqlalchemy.sql.Delete)) or hasattr(result, "selects"):
        db.session.execute(result)
    elif isinstance(result, sqlalchemy.orm.Query):
        result.all()


with app.app_context():
    db.create_all()
    org = models.Org(name="a")
    user = models.User(email="a@x.org", name="a", org=org, active=True)
    tag = models.Tag(name="t")
    post = models.Post(title="a", author=user, tags=[tag], comments=[models.Comment(text="a", user=user)])
    db.session.add_all([org, user, tag, post])
    db.session.commit()
    import forms

    event.listen(db.engine, "before_cursor_execute", lambda conn, cursor, statement, parameters, context, executemany: sent.append(statement))
    for name, form in sorted(vars(forms).items()):
        if not name.startswith("q_"):
            continue
        db.session.rollback()
        user, post, org, tag = db.session.get(models.User, 1), db.session.get(models.Post, 1), db.session.get(models.Org, 1), db.session.get(models.Tag, 1)
        for one in (user, post, org, tag):
            one.id
        user.org_id, post.author_id
        db.session.expunge_all()
        del sent[:]
        try:
            collect(form(db.session, user=user, post=post, org=org, tag=tag, v=1, ids=[1, 2], term="a", flag=True))
            out[name] = list(sent)
        except Exception as error:
            out[name] = ["ERROR " + type(error).__name__ + ": " + str(error)[:300]]
    db.session.rollback()
print(json.dumps({"version": sqlalchemy.__version__, "sent": out}))
