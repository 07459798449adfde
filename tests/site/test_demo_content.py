"""The texts and pictures of the demo, and where they are not loaded."""

import re
from collections import Counter
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Page, Site

from columns.factories import ColumnPageFactory
from columns.models import ArticlePage
from danceconnection.demo import content
from danceconnection.demo.art.gallery import PICTURES
from danceconnection.demo.site import prepare_site

pytestmark = pytest.mark.once

NOT_DISCUSSED = "how-to-fight-in-a-small-apartment"
ADDRESS = re.compile(r"(?:https?://(?:www\.)?|@)([\w.-]+)")
RESERVED = re.compile(r"(?:^|\.)example\.(?:com|org|net)$")


def test_all_that_the_texts_name_is_there():
    magazine, issues = content.read_magazine(), content.read_issues()
    articles = {article["slug"]: article for article in content.read_articles()}
    columns = {column["slug"] for column in magazine["columns"]}
    authors = {author["slug"] for author in content.read_authors()}
    assert set(content.get_article_slugs()) == set(articles)
    assert {article["column"] for article in articles.values()} == columns
    for article in articles.values():
        assert set(article["authors"]) <= authors
        assert set(article["related"]) < set(articles) - {article["slug"]}
        assert all(note["date"] > article["date"] for note in article.get("corrections", ()))
    printed = [entry for issue in issues["issues"] for entry in issue["contents"]]
    assert {entry["article"] for entry in printed if "article" in entry} == set(articles)
    assert all("article" in entry or entry["headline"] for entry in printed)
    assert {comment["article"] for comment in content.read_comments()} == set(articles) - {
        NOT_DISCUSSED
    }


def get_words(article):
    texts = [value for block in article["body"] for value in block.values()]
    return re.sub("<[^>]+>", " ", " ".join(t for t in texts if isinstance(t, str))).split()


def test_articles_are_whole_and_varied():
    for article in content.read_articles():
        kinds = Counter(kind for block in article["body"] for kind in block)
        assert kinds["paragraph"] > 1
        assert kinds["heading"]
        assert kinds["figure"]
        assert kinds["pull_quote"]
        assert kinds["box"]
        assert 450 < len(get_words(article)) < 1100


def test_addresses_in_the_texts_lead_nowhere():
    for path in content.FOLDER.rglob("*.toml"):
        for host in ADDRESS.findall(path.read_text(encoding="utf-8")):
            assert RESERVED.search(host.rstrip(".")), (path.name, host)


def test_pictures_are_the_same_each_time():
    picture = PICTURES["portrait-nell"]
    assert picture.to_jpeg(scale=0.2) == picture.to_jpeg(scale=0.2)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_no_empty_sheet(name):
    picture = PICTURES[name]
    image = picture.render(scale=0.1)
    assert image.size == tuple(round(side * 0.1) for side in picture.size)
    assert len(image.getcolors(maxcolors=image.width * image.height)) > 50


def test_without_the_setting_nothing_is_loaded(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO = True"):
        call_command("load_demo", stdout=StringIO())
    assert not ArticlePage.objects.exists()
    assert not get_user_model().objects.exists()


def test_a_site_with_pages_of_its_own_is_left_alone(db):
    ColumnPageFactory(title="Ours")
    with pytest.raises(CommandError, match="pages of its own"):
        call_command("load_demo", stdout=StringIO())
    assert not get_user_model().objects.exists()


def test_a_page_of_welcome_makes_way_for_the_home_page(db):
    root = Page.get_first_root_node()
    welcome = root.add_child(instance=Page(title="Welcome", slug="welcome"))
    Site.objects.update(root_page=welcome)
    home = prepare_site(content.read_magazine())
    site = Site.objects.get()
    assert (site.root_page_id, site.site_name) == (home.pk, home.title)
    assert not Page.objects.filter(pk=welcome.pk).exists()
