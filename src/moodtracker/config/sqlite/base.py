"""Django's own SQLite backend, bound to pysqlite3 in place of the standard library's module.

Django names `sqlite3` in its imports, so pysqlite3 stands under that name while the backend is
loaded, and the standard module comes back right after: other users of `sqlite3` in the process
keep theirs.
"""

import sys
from importlib import import_module
from types import ModuleType

import pysqlite3
from django.core.exceptions import ImproperlyConfigured

# WAL databases can be corrupted by a reset at the wrong moment before this version.
# https://sqlite.org/wal.html#walresetbug
FIRST_SAFE_SQLITE = (3, 51, 3)
_BACKEND = "django.db.backends.sqlite3"


def _load_backend() -> ModuleType:
    loaded = sys.modules.get(f"{_BACKEND}.base")
    if loaded is not None:
        return loaded
    names = ("sqlite3", "sqlite3.dbapi2")
    before = {name: sys.modules.get(name) for name in names}
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    try:
        return import_module(f"{_BACKEND}.base")
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


_base = _load_backend()
if _base.Database.sqlite_version_info < FIRST_SAFE_SQLITE:
    wanted = ".".join(map(str, FIRST_SAFE_SQLITE))
    raise ImproperlyConfigured(
        f"The database needs SQLite {wanted} or newer, from the package pysqlite3; "
        f"got SQLite {_base.Database.sqlite_version}."
    )

Database = _base.Database
DatabaseWrapper = _base.DatabaseWrapper
