"""Articles are found through both versions of the API.

On MariaDB these tests have no transaction around them, and so cannot share a kept magazine.
"""

import pytest

from tests.magazine import make_magazine
from tests.search import searching

pytestmark = pytest.mark.indexed


@pytest.fixture
def read(client):
    """Return the function that reads an address below ``/api/``: ``(ids, count)``."""

    def read_items(address):
        response = client.get(f"/api/{address}")
        assert response.status_code == 200, response.content
        answer = response.json()
        count = answer["meta"]["total_count"] if "meta" in answer else answer["count"]
        return [item["id"] for item in answer["items"]], count

    return read_items


@searching
def test_a_list_of_version_2_can_be_searched_with_all_fields(read):
    magazine = make_magazine()

    found = read("v2/pages/?type=columns.ArticlePage&fields=*&search=breathes")

    assert found == ([magazine.article.pk], 1)


@searching
def test_articles_of_version_3_are_searched_with_their_filters(read):
    article = make_magazine().article
    articles = "v3/columns/articles/"

    assert read(f"{articles}?search=breathes") == ([article.pk], 1)
    assert read(f"{articles}?search=breathes&topic=dance&order=date") == ([article.pk], 1)
    assert read(f"{articles}?search=breathes&date_from=2999-01-01") == ([], 0)
    assert read(f"{articles}?search=%22%2A%28") == ([], 0)
