"""The checker finds what is wrong: a check that lets everything pass would prove nothing."""

import pytest

from .checker import check_nodes, find_missing, read_nodes

pytestmark = pytest.mark.once

ADDRESS = "https://example.com/an-article/"
ARTICLE = {
    "@type": "Article",
    "@id": f"{ADDRESS}#article",
    "headline": "A headline",
    "url": ADDRESS,
    "datePublished": "2026-05-01T00:00:00+02:00",
    "dateModified": "2026-05-02",
    "timeRequired": "PT5M",
    "wordCount": 1181,
    "isAccessibleForFree": True,
    "author": [{"@type": "Person", "name": "Ada", "url": f"{ADDRESS}ada/"}],
    "publisher": {"@type": "Organization", "name": "The Publisher"},
    "image": {"@type": "ImageObject", "url": f"{ADDRESS}image.jpg", "width": "1200 px"},
    "isPartOf": {"@type": "PublicationIssue", "issueNumber": "No. 4"},
}


def test_what_is_right_passes():
    assert check_nodes([ARTICLE]) == []
    assert find_missing([ARTICLE], "required") == []
    assert find_missing([ARTICLE], "recommended") == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"@type": "Artikel"}, "no type 'Artikel'"),
        ({"@id": "/an-article/#article"}, "is no address"),
        ({"heading": "A headline"}, "Article has no such property"),
        ({"issueNumber": 4}, "Article has no such property"),
        ({"headline": ""}, "is none of"),
        ({"url": "/an-article/"}, "is none of"),
        ({"url": "javascript:alert(1)"}, "is none of"),
        ({"datePublished": "2026-05-01T00:00:00"}, "is none of"),
        ({"datePublished": "1 May 2026"}, "is none of"),
        ({"wordCount": "1181"}, "is none of"),
        ({"wordCount": True}, "is none of"),
        ({"isAccessibleForFree": "true"}, "is none of"),
        ({"timeRequired": "5 minutes"}, "is none of"),
        ({"author": "Ada"}, "is none of"),
        ({"author": {"@type": "Book", "name": "Ada"}}, "Book is none of"),
        ({"author": {"name": "Ada"}}, "no type None"),
        ({"author": [{"@type": "Person", "nickname": "Ada"}]}, "Person has no such property"),
        ({"image": {"@type": "ImageObject", "width": {"@type": "Person"}}}, "Person is none of"),
        ({"image": {"@type": "ImageObject", "width": 1200}}, "1200 is none of"),
    ],
)
def test_what_is_wrong_is_found(change, found):
    problems = check_nodes([ARTICLE | change])
    assert len(problems) == 1
    assert found in problems[0]


@pytest.mark.parametrize(
    ("change", "wish", "missing"),
    [
        ({"headline": None}, "required", "Article.headline"),
        ({"author": []}, "required", "Article.author"),
        ({"author": [{"@type": "Person"}]}, "required", "Article.author.name"),
        ({"image": None}, "recommended", "Article.image"),
        (
            {"author": [*ARTICLE["author"], {"@type": "Person", "name": "Bo"}]},
            "recommended",
            "Article.author.url",
        ),
    ],
)
def test_what_is_missing_is_found(change, wish, missing):
    assert missing in find_missing([ARTICLE | change], wish)


def test_nodes_of_one_identity_are_read_as_one():
    html = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@graph":'
        ' [{"@type": "Article", "@id": "https://a.example/#article", "headline": "A"}]}</script>'
        '<script type="application/ld+json">{"@context": "https://schema.org",'
        ' "@type": "Article", "@id": "https://a.example/#article", "commentCount": 2}</script>'
    )
    (node,) = read_nodes(html)
    assert (node["headline"], node["commentCount"]) == ("A", 2)
