"""Searching in tests, on any database."""

import pytest
from django.db import connection

_COMMITS = connection.vendor == "mysql"

#: For tests that search for what they made. The full-text index of MariaDB holds only what is
#: committed, so that there such a test runs without the transaction around it.
searching = pytest.mark.django_db(transaction=_COMMITS, serialized_rollback=_COMMITS)
