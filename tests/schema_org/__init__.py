"""The vocabulary of schema.org and the wishes of search engines, to check pages against."""
