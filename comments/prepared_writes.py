"""Writing rows by SQL that is written once, as ``comments.prepared`` reads them."""

from django.db import connections, router
from django.db.models import sql
from django.db.models.signals import post_save, pre_save

from .prepared import fill


class PreparedInsert:
    """Inserts new objects of one model, whose id the database makes.

    The same as ``save(force_insert=True)``, its signals included, for a model that inherits no
    table: the SQL alone is kept. No value of a field may be an expression.
    """

    def __init__(self, model):
        self._model = model
        self._fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self._statements = {}

    def save(self, instance):
        """Insert ``instance``, which knows its id then."""
        using = router.db_for_write(self._model, instance=instance)
        about = {"instance": instance, "raw": False, "using": using, "update_fields": None}
        pre_save.send(sender=self._model, **about)
        connection = connections[using]
        values = [
            field.get_db_prep_save(field.pre_save(instance, True), connection)
            for field in self._fields
        ]
        written = self._statements.get(using) or self._write(instance, using)
        with connection.cursor() as cursor:
            cursor.execute(written, values)
            instance.pk = self._read_id(cursor, connection)
        instance._state.adding, instance._state.db = False, using
        post_save.send(sender=self._model, created=True, **about)

    def _write(self, instance, using):
        query = sql.InsertQuery(self._model)
        query.insert_values(self._fields, [instance])
        compiler = query.get_compiler(using)
        if connections[using].features.can_return_columns_from_insert:
            compiler.returning_fields = [self._model._meta.pk]
        ((written, _values),) = compiler.as_sql()
        self._statements[using] = written
        return written

    def _read_id(self, cursor, connection):
        key = self._model._meta.pk
        if connection.features.can_return_columns_from_insert:
            return cursor.fetchone()[0]
        return connection.ops.last_insert_id(cursor, self._model._meta.db_table, key.column)


class PreparedUpdate:
    """Changes the rows of a queryset as ``QuerySet.update`` does.

    ``make`` returns the queryset and what is changed, ``{name: expression}``, both with
    ``Parameter`` in them.
    """

    def __init__(self, make):
        self._make = make
        self._model = None
        self._statements = {}

    def run(self, **values):
        """Change the rows; ``values`` are those of each ``Parameter`` by its name."""
        using = router.db_for_write(self._model) if self._model else None
        written, params = self._statements.get(using) or self._write()
        connection = connections[using or router.db_for_write(self._model)]
        with connection.cursor() as cursor:
            cursor.execute(written, [fill(param, values, connection) for param in params])

    def _write(self):
        queryset, changes = self._make()
        self._model = queryset.model
        using = router.db_for_write(self._model)
        query = queryset.query.chain(sql.UpdateQuery)
        query.add_update_values(changes)
        self._statements[using] = query.get_compiler(using).as_sql()
        return self._statements[using]
