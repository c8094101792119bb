"""Which database: SQLite in the data folder, or the PostgreSQL that DATABASE_URL names."""

from typing import Any

from moodtracker.config.env import Environment

# WAL lets readers go on while one writes; FULL syncs every commit, so an acknowledged entry
# outlives a power cut. No mmap: it turns an I/O error into a crash.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    "PRAGMA busy_timeout=5000; PRAGMA mmap_size=0;"
)


def database_settings(environment: Environment) -> dict[str, dict[str, Any]]:
    """Django's DATABASES."""
    address = environment.database
    if address is None:
        return {
            "default": {
                "ENGINE": "moodtracker.config.sqlite",
                "NAME": environment.data / "db.sqlite3",
                # A transaction takes the write lock at its start: two that read first and
                # write later would otherwise fail at once, whatever the timeout.
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 5,
                    "init_command": _PRAGMAS,
                },
            }
        }
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": address.host,
            "PORT": address.port,
            "NAME": address.name,
            "USER": address.user,
            "PASSWORD": address.password,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    }
