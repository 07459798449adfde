"""Django's backend, which asks a kept connection only where that may be lost (``ENGINE``)."""

from select import POLLIN, poll

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQLWrapper


class DatabaseWrapper(PostgreSQLWrapper):
    """A connection that is looked at before a request uses it, without a round to the server.

    A server that ends a connection says so: something can be read of it, where an idle one is
    silent. Only then it is asked, as Django does each time (``CONN_HEALTH_CHECKS``).
    """

    def close_if_health_check_failed(self):
        if self.connection is not None and not self.health_check_done and self._is_silent():
            self.health_check_done = True
        super().close_if_health_check_failed()

    def _is_silent(self):
        if self.connection.closed:
            return False
        looking = poll()
        looking.register(self.connection.fileno(), POLLIN)
        return not looking.poll(0)
