"""Queries whose SQL is written once and asked often.

What a small query costs a process is mostly that Django makes and writes it anew each time. One
that is always the same but for some values is written on its first use and kept.
"""

import re
from functools import cache

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import Value

#: How many statements one query may become; then it begins anew.
MOST_STATEMENTS = 500
#: The place of a value in a statement; a sign ``%`` of the statement itself is written twice.
PLACE = re.compile(r"(?<!%)%s")


class Parameter(Value):
    """A value of a query that is known when it is asked: ``name`` among those of ``fetch``."""

    def __init__(self, name, output_field):
        super().__init__(None, output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """The query that ``make`` returns: a queryset of ``values_list``, with ``Parameter`` in it.

    ``make`` is called with what ``fetch`` is given by position: whatever changes the SQL itself.
    These are few combinations, and each is hashable. ``for_write`` asks the database that takes
    what is written: for rows that are locked, and for what is decided under their lock.
    """

    def __init__(self, make, *, for_write=False):
        self._make = make
        self._route = router.db_for_write if for_write else router.db_for_read
        self._model = None
        self._statements = {}

    def fetch(self, *shape, **values):
        """Return the rows, as tuples; ``values`` are those of each ``Parameter`` by its name.

        Values have to be in the range of their column: Django does not look at them again.
        """
        using = self._route(self._model) if self._model else None
        statement = self._statements.get((using, shape)) or self._write(shape)
        if statement is None:
            return []
        sql, params, converters, using = statement
        connection = connections[using]
        with connection.cursor() as cursor:
            cursor.execute(sql, [fill(param, values, connection) for param in params])
            rows = cursor.fetchall()
        if not converters:
            # Not every database's driver has a list for no rows.
            return list(rows)
        return [_convert(row, converters, connection) for row in rows]

    def fetch_objects(self, *shape, **values):
        """Return the rows as objects: ``make`` selects what ``name_columns`` says of its model."""
        rows = self.fetch(*shape, **values)
        return [make_object(self._model, iter(row), using=self._route(self._model)) for row in rows]

    def _write(self, shape):
        queryset = self._make(*shape)
        # Once: a router may say another one each time.
        using = self._route(queryset.model)
        compiler = queryset.query.get_compiler(using)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        converters = compiler.get_converters([column[0] for column in compiler.select])
        if len(self._statements) >= MOST_STATEMENTS:
            self._statements.clear()
        self._model = queryset.model
        statement = (*_write_constants(sql, params, connections[using]), converters, using)
        self._statements[using, shape] = statement
        return statement


@cache
def name_columns(model, only=None):
    """Return the names of the columns of ``model``, or of those in ``only``, in their order.

    ``only`` is a frozen set.
    """
    names = [field.attname for field in model._meta.concrete_fields]
    return [name for name in names if only is None or name in only]


def make_object(model, values, *, only=None, using=None):
    """Return an object of ``model`` from the next ones of ``values``, an iterator.

    They are those of ``name_columns``, as a query returns them. What is in none of them is loaded
    when somebody asks for it. ``using`` is the database that they came from.
    """
    names = name_columns(model, only)
    using = using or router.db_for_read(model)
    return model.from_db(using, names, [next(values) for _name in names])


def _write_constants(sql, params, connection):
    """Return the statement with what is always the same in it, and the params that are left.

    Only PostgreSQL's driver writes values into statements, and tells how.
    """
    pieces = PLACE.split(sql)
    if connection.vendor != "postgresql" or len(pieces) != len(params) + 1:
        return sql, params
    written = pieces[0]
    for param, piece in zip(params, pieces[1:], strict=True):
        is_constant = not isinstance(param, Parameter)
        text = connection.ops.compose_sql("%s", [param]).replace("%", "%%") if is_constant else "%s"
        written += text + piece
    return written, [param for param in params if isinstance(param, Parameter)]


def fill(param, values, connection):
    if not isinstance(param, Parameter):
        return param
    return param.output_field.get_db_prep_value(values[param.name], connection)


def _convert(row, converters, connection):
    row = list(row)
    for place, (functions, expression) in converters.items():
        for function in functions:
            row[place] = function(row[place], expression, connection)
    return tuple(row)
