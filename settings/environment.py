"""What production asks of its environment, and the sentences it refuses to start with."""

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def require(env, **meanings):
    """Raise one ``ImproperlyConfigured`` that names all variables that are missing or empty."""
    missing = [
        f"{name} ({meaning})" for name, meaning in meanings.items() if not env(name, default="")
    ]
    if missing:
        raise ImproperlyConfigured(
            f"Set in the environment, as docs/operations.md says: {'; '.join(missing)}."
        )


def require_loopback(hosts):
    """Raise ``ImproperlyConfigured`` unless all names are of this machine alone."""
    if foreign := sorted(set(hosts) - LOOPBACK):
        raise ImproperlyConfigured(
            "LOOPBACK_HTTP switches encryption off and is for this machine alone: take "
            f"{', '.join(foreign)} out of ALLOWED_HOSTS, or unset LOOPBACK_HTTP."
        )
