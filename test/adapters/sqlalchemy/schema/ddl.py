"""Prints the DDL that create_all sends, by dialect, for programs given as JSON: [{"files": {name: text}, "run": [modules], "metadata": expression}]."""
import importlib
import json
import os
import sys
import tempfile

import sqlalchemy as sa


def mock(dialect, statements):
    sink = lambda statement, *args, **kwargs: statements.append(str(statement.compile(dialect=engine.dialect)).strip())
    engine = sa.create_mock_engine(dialect + "://", sink)
    return engine


def ddl(metadata, dialect):
    statements = []
    engine = mock(dialect, statements)
    for one in metadata:
        one.create_all(engine, checkfirst=False)
    return statements


def run(program, number, url):
    folder = tempfile.mkdtemp()
    for name, text in program["files"].items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
    before = set(sys.modules)
    sys.path.insert(0, folder)
    try:
        modules = {name: importlib.import_module(name) for name in program["run"]}
        metadata = eval(program["metadata"], {name.split(".")[-1]: module for name, module in modules.items()})
        metadata = metadata if isinstance(metadata, list) else [metadata]
        if url:
            engine = sa.create_engine(url)
            for schema in sorted({table.schema for one in metadata for table in one.tables.values() if table.schema}):
                with engine.begin() as connection:
                    connection.execute(sa.text('CREATE SCHEMA IF NOT EXISTS "%s"' % schema))
            for one in metadata:
                one.create_all(engine)
        return {dialect: ddl(metadata, dialect) for dialect in program.get("dialects", ["sqlite", "postgresql", "mysql"])}
    except Exception as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}
    finally:
        sys.path.remove(folder)
        for name in set(sys.modules) - before:
            if getattr(sys.modules[name], "__file__", None) and sys.modules[name].__file__.startswith(folder):
                del sys.modules[name]


programs = json.load(sys.stdin)
json.dump([run(program, number, sys.argv[1] if len(sys.argv) > 1 else "") for number, program in enumerate(programs)], sys.stdout)
