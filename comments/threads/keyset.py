"""Keyset paging: a page costs as many rows as it shows, wherever it is."""

from dataclasses import dataclass

from django.db import connections
from django.db.models import BooleanField, F, Func, Q, Subquery, Value


@dataclass(frozen=True)
class Order:
    """An order by the fields ``names``, all of them upwards or all of them downwards.

    The last one is unique, or the values together are.
    """

    names: tuple[str, ...]
    is_descending: bool = False

    def reversed(self):
        return Order(self.names, not self.is_descending)


@dataclass(frozen=True)
class Slice:
    """Consecutive ``rows`` in their order, and whether there are others on both sides."""

    rows: list
    has_previous: bool
    has_next: bool


class Beyond(Func):
    """The condition that a row comes after ``values`` in ``order``, as a comparison of rows."""

    output_field = BooleanField()

    def __init__(self, order, values):
        fields = [F(name) for name in order.names]
        super().__init__(*fields, *values)
        self.operator = "<" if order.is_descending else ">"

    def resolve_expression(self, query=None, *args, **kwargs):
        """Give each value the type of the field that it is compared with."""
        resolved = super().resolve_expression(query, *args, **kwargs)
        fields, values = resolved._get_halves()
        typed = [
            Value(value.value, output_field=field.output_field)
            for field, value in zip(fields, values, strict=True)
        ]
        resolved.set_source_expressions([*fields, *typed])
        return resolved

    def as_sql(self, compiler, connection, **extra):
        halves = [[compiler.compile(part) for part in half] for half in self._get_halves()]
        left, right = (", ".join(sql for sql, _ in half) for half in halves)
        params = [param for half in halves for _, params in half for param in params]
        return f"({left}) {self.operator} ({right})", params

    def _get_halves(self):
        parts = self.get_source_expressions()
        return parts[: len(parts) // 2], parts[len(parts) // 2 :]


def take(queryset, order, *, size, after=None, before=None):
    """Return the ``Slice`` of ``size`` rows of ``queryset`` in ``order``.

    The rows begin after the values ``after``, or end before the values ``before``, or are the
    first ones. One query.
    """
    walk = order.reversed() if before else order
    part = queryset
    if after or before:
        part = part.filter(_get_condition(walk, after or before, queryset.db))
    sign = "-" if walk.is_descending else ""
    part = part.order_by(*(f"{sign}{name}" for name in walk.names))[: size + 1]
    found = list(_read_ids_first(part, queryset))
    rows, has_more = found[:size], len(found) > size
    if before:
        return Slice(rows[::-1], has_previous=has_more, has_next=True)
    return Slice(rows, has_previous=bool(after), has_next=has_more)


def _get_condition(order, values, database):
    """Return the condition in the way in which the database finds the place in an index."""
    if connections[database].vendor != "mysql":
        return Beyond(order, values)
    # MariaDB reads the whole index for a comparison of rows, and not for its parts.
    operator = "lt" if order.is_descending else "gt"
    condition = Q()
    for name, value in reversed(list(zip(order.names, values, strict=True))):
        further = Q(**{f"{name}__{operator}": value})
        condition = further | (Q(**{name: value}) & condition) if condition else further
    return condition


class _Derived(Subquery):
    """A subquery that may be limited: MariaDB takes a ``LIMIT`` in ``IN`` only one level deeper."""

    template = "(SELECT * FROM (%(subquery)s) AS derived)"


def _read_ids_first(part, queryset):
    """Return ``part``, a slice of ``queryset``, so that the database reads only its rows.

    MariaDB goes to the place of a condition in an index only where it need not read the rows
    themselves: else it reads all of them from the beginning of the order. So there their ids are
    found in a query of their own inside of this one.
    """
    if connections[part.db].vendor != "mysql":
        return part
    whole = queryset.filter(pk__in=_Derived(part.values("pk")))
    return whole.order_by(*part.query.order_by)
