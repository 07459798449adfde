"""PostgreSQL as Django knows it, with connections that are kept at less cost."""
