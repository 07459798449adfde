"""As many comments as a test of scale wants, written by the database itself in one statement."""

from typing import NamedTuple

from django.db import connection

from comments.models import ReaderComment


class Dialect(NamedTuple):
    """How a database says it: the numbers, one of them as text, a date so much later, a new id."""

    numbers: str
    text: str
    later: str
    uuid: str


DIALECTS = {
    "sqlite": Dialect(
        "WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers"
        " WHERE n < {last}) SELECT n FROM numbers",
        "n",
        "datetime(%s, n || ' seconds')",
        "lower(hex(randomblob(16)))",
    ),
    "postgresql": Dialect(
        "SELECT generate_series({first}, {last}) AS n",
        "n::text",
        "%s + n * interval '1 second'",
        "gen_random_uuid()",
    ),
    "mysql": Dialect(
        "SELECT seq AS n FROM seq_{first}_to_{last}",
        "n",
        "date_add(%s, INTERVAL n SECOND)",
        "insert(insert(md5(uuid()), 13, 1, '4'), 17, 1, '8')",
    ),
}


def multiply(comment, numbers, *, later=("created_at",), **expressions):
    """Store ``comment``, which is not stored, once for each of ``numbers``, a range.

    In its texts ``{n}`` stands for the number, and its dates in ``later`` are so many seconds on.
    ``expressions`` are of SQL, by the names of fields, and know the number as ``n``. All other
    fields are what a save would write. A hundred thousand take a twentieth of what ``bulk_create``
    needs for them, whose time is spent on making objects and parameters.
    """
    if not numbers:
        return
    dialect = DIALECTS[connection.vendor]
    columns, values, parameters = [], [], []
    for field in ReaderComment._meta.concrete_fields:
        if field.primary_key:
            continue
        value = field.get_db_prep_save(field.pre_save(comment, add=True), connection)
        expression = expressions.get(field.name) or "%s"
        if field.name == "uuid":
            expression = dialect.uuid
        elif field.name in later:
            expression = dialect.later
        elif isinstance(value, str) and "{n}" in value:
            expression = f"replace(%s, '{{n}}', {dialect.text})"
        columns.append(connection.ops.quote_name(field.column))
        values.append(expression)
        parameters += [value] * expression.count("%s")
    series = dialect.numbers.format(first=numbers[0], last=numbers[-1])
    statement = (
        f"INSERT INTO {ReaderComment._meta.db_table} ({', '.join(columns)})"
        f" SELECT {', '.join(values)} FROM ({series}) AS series ORDER BY n"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount == len(numbers)
