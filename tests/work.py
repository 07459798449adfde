"""How much of the tables a piece of code makes the database read, in a measure of its own."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext


def count_work(run):
    """Return what ``run()`` made the database do, whatever the machine is doing besides.

    On SQLite the instructions of its virtual machine, on PostgreSQL the rows that its plans
    really read, on MariaDB the reads of its storage engine. Comparable on one database only.
    """
    return _COUNTERS[connection.vendor](run)


def _count_instructions(run):
    steps = [0]

    def note():
        steps[0] += 1
        return 0

    connection.connection.set_progress_handler(note, 1)
    try:
        run()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return steps[0]


def _count_rows_of_plans(run):
    with CaptureQueriesContext(connection) as queries:
        run()
    total = 0
    with connection.cursor() as cursor:
        for query in list(queries):
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}")
            (plan,) = cursor.fetchone()
            total += _count_rows(json.loads(plan) if isinstance(plan, str) else plan)
    return total


def _count_rows(plan):
    if isinstance(plan, list):
        return sum(_count_rows(part) for part in plan)
    if "Plan" in plan:
        return _count_rows(plan["Plan"])
    read = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
    return read * plan["Actual Loops"] + _count_rows(plan.get("Plans", []))


def _count_reads_of_the_engine(run):
    def reads():
        with connection.cursor() as cursor:
            cursor.execute(
                "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%'"
                " OR Variable_name = 'Handler_icp_attempts'"
            )
            return sum(int(number) for _, number in cursor.fetchall())

    before, idle = reads(), reads()
    run()
    # The question itself is read as well, each time alike.
    return reads() - idle - (idle - before)


_COUNTERS = {
    "sqlite": _count_instructions,
    "postgresql": _count_rows_of_plans,
    "mysql": _count_reads_of_the_engine,
}
