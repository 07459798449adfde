"""One setting chooses where the search index is."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from settings.search import search_backends

pytestmark = pytest.mark.once


def test_the_database_is_searched_by_default():
    assert search_backends("", prefix="site") == {
        "default": {"BACKEND": "wagtail.search.backends.database"}
    }


@pytest.mark.parametrize(
    ("url", "module", "address", "prefix"),
    [
        ("opensearch+http://127.0.0.1:9200", "opensearch3", "http://127.0.0.1:9200", "site_"),
        (
            "opensearch+https://user:secret@search.example.org/path?prefix=other",
            "opensearch3",
            "https://user:secret@search.example.org/path",
            "other_",
        ),
        ("elasticsearch7+https://host", "elasticsearch7", "https://host", "site_"),
        ("elasticsearch8+https://host", "elasticsearch8", "https://host", "site_"),
        ("elasticsearch9+https://host", "elasticsearch9", "https://host", "site_"),
    ],
)
def test_a_url_names_the_service(url, module, address, prefix):
    backend = search_backends(url, prefix="site")["default"]
    assert backend["BACKEND"] == f"wagtail.search.backends.{module}"
    assert backend["URLS"] == [address]
    assert backend["INDEX_PREFIX"] == prefix
    assert backend["TIMEOUT"] <= 5


@pytest.mark.parametrize(
    "url", ["https://host", "opensearch://host", "solr+https://host", "opensearch+ftp://host", "x",
            "opensearch+https://"],
)  # fmt: skip
def test_a_url_that_names_none_is_refused_with_a_sentence_that_helps(url):
    with pytest.raises(ImproperlyConfigured, match=r"opensearch\+https://user:secret@host:9200"):
        search_backends(url, prefix="site")
