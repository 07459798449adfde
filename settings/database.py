"""Databases: one entry of ``DATABASES`` from a URL, with what each engine needs to be safe."""

from pathlib import Path

import environ

# Readers never wait for a writer (WAL), a writer waits for its turn instead of failing, and a
# transaction takes its write lock at the start, where waiting is still possible. NORMAL is
# durable against a crash of the process; a power cut may lose the last commits, never the file.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

# READ COMMITTED is PostgreSQL's level too: the same code sees the same rows on both. Strict mode
# refuses a value that is too long instead of cutting it. What a query casts to text is compared
# in the collation of the connection, which has to be that of the tables.
MARIADB_OPTIONS = {
    "charset": "utf8mb4",
    "collation": "utf8mb4_unicode_ci",
    "isolation_level": "read committed",
    "init_command": "SET sql_mode='STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'",
    "connect_timeout": 5,
}
MARIADB_TEST = {name.upper(): MARIADB_OPTIONS[name] for name in ("charset", "collation")}

# Compiling a query that joins all page types took a third of a second, running it a third of a
# millisecond: the planner compiles what it believes to be large, and nothing here is.
POSTGRESQL_OPTIONS = {"connect_timeout": 5, "options": "-c jit=off"}
# What a connection has asked five times, the server plans once more and keeps.
PREPARED_OPTIONS = {"server_side_binding": True, "prepare_threshold": 5}


def database(url, *, folder, connection_age=60, is_prepared=True):
    """Return the entry of ``DATABASES`` for a URL such as ``postgres://user:secret@host/name``.

    A relative SQLite path (``sqlite:///name.sqlite3``) starts at ``folder``. A server's
    connections live for ``connection_age`` seconds and are checked before each request uses them;
    those to PostgreSQL by a backend of ours, which need not ask the server. ``is_prepared`` is for
    PostgreSQL: whether it keeps the plans of what is asked often.
    """
    entry = environ.Env.db_url_config(url)
    engine = entry["ENGINE"].rpartition(".")[2]
    if engine == "sqlite3":
        return {
            "ENGINE": entry["ENGINE"],
            "NAME": str(Path(folder) / entry["NAME"]),
            "OPTIONS": SQLITE_OPTIONS | entry.get("OPTIONS", {}),
        }
    entry |= {"CONN_MAX_AGE": connection_age, "CONN_HEALTH_CHECKS": True}
    if engine == "mysql":
        entry["OPTIONS"] = MARIADB_OPTIONS | entry.get("OPTIONS", {})
        entry["TEST"] = MARIADB_TEST
    else:
        entry["ENGINE"] = "danceconnection.postgresql"
        prepared = PREPARED_OPTIONS if is_prepared else {}
        entry["OPTIONS"] = POSTGRESQL_OPTIONS | prepared | entry.get("OPTIONS", {})
    return entry
