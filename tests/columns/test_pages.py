"""The public pages of columns, articles, authors and issues, as readers get them."""

import datetime
import json

import pytest
from django.core.files.storage import default_storage
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction

from columns.factories import (
    ArticlePageFactory,
    AuthorLinkFactory,
    AuthorPageFactory,
    BookFactory,
    ColumnistFactory,
    ColumnPageFactory,
    CorrectionFactory,
    ImageFactory,
    IssueContentFactory,
    IssuePageFactory,
    IssueSettingsFactory,
    RelatedArticleFactory,
    make_image_file,
)
from columns.images import get_picture, prepare_renditions
from columns.models import ArticlePage, IssuePage
from comments.factories import ReaderCommentFactory
from comments.status import Status
from tests.pages import check_markup, count_queries, read

pytestmark = pytest.mark.django_db


def make_image(*, size=(90, 60)):
    """Return an image, small unless its size matters: its renditions are made for real."""
    return ImageFactory(file=make_image_file(size=size))


def make_body(*blocks):
    return json.dumps([{"type": name, "value": value} for name, value in blocks])


def make_figure(image, *, alt_text="A described picture", decorative=False):
    described = {"image": image.pk, "alt_text": alt_text, "decorative": decorative}
    return "figure", {"image": described, "caption": "<p>A caption</p>", "credit": "A photographer"}


def read_text(client, page):
    return read(client, page.url).content.decode()


def make_rich_article(**kwargs):
    """Return an article with everything that an article can have."""
    author = AuthorPageFactory(title="Ada Author", portrait=make_image(), portrait_alt="Ada")
    BookFactory(author=author, title="A Book of Hers", cover=make_image())
    body = make_body(
        ("paragraph", "<p>The first words.</p>"),
        ("heading", "A part of it"),
        make_figure(make_image()),
        ("pull_quote", {"quote": "A sentence set large", "attribution": "Somebody"}),
        ("embed", {"embed": "https://video.example.org/1", "caption": "A video"}),
        ("box", {"title": "In short", "text": "<p>Three points</p>"}),
    )
    article = ArticlePageFactory(
        title="The headline", kicker="The kicker", authors=[author], body=body, **kwargs
    )
    article.topics.add("a topic")
    article.save()
    CorrectionFactory(article=article)
    RelatedArticleFactory(source=article, article__title="A related headline")
    IssuePageFactory(cover=make_image(), cover_alt="Snow", cover_headline="On the cover")
    return article


def test_article_shows_everything_that_it_has(client):
    html = read_text(client, make_rich_article())
    check_markup(html)
    for words in (
        "The headline",
        "The kicker",
        "The summary under the headline.",
        "Ada Author",
        "Ph.D.",
        "The first words.",
        "A part of it",
        'alt="A described picture"',
        "A caption",
        "A photographer",
        "A sentence set large",
        "A video",
        "In short",
        "An earlier version misspelled a name.",
        "a topic",
        "About the author",
        "A Book of Hers",
        "recently reissued",
        "A related headline",
        "On the cover",
    ):
        assert words in html, words


def test_article_names_itself_to_programs(client):
    article = make_rich_article()
    html = read_text(client, article)
    markup = check_markup(html)
    metadata = {m.get("property") or m.get("name"): m.get("content") for m in markup.named("meta")}
    assert metadata["description"] == "The summary under the headline."
    assert metadata["og:title"] == "The headline"
    assert metadata["og:type"] == "article"
    assert metadata["og:image"].startswith("http")
    links = {link["rel"]: link["href"] for link in markup.named("link")}
    assert links["canonical"] == article.full_url
    assert {"datetime": article.date.isoformat()} in markup.named("time")


def test_text_of_editors_is_escaped(client):
    article = ArticlePageFactory(title="<b>bold</b>", standfirst="<script>alert(1)</script>")
    html = read_text(client, article)
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    assert "<script>alert" not in html


def test_embed_shows_what_is_stored_and_names_its_frame(client):
    article = make_rich_article()
    Embed.objects.create(
        hash=get_embed_hash("https://video.example.org/1", 800, None),
        url="https://video.example.org/1",
        max_width=800,
        type="video",
        title='A "stored" title',
        html='<iframe src="https://player.example.org/1"></iframe>',
        last_updated=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )
    frames = check_markup(read_text(client, article)).named("iframe")
    assert [(frame["src"], frame["title"]) for frame in frames] == [
        ("https://player.example.org/1", 'A "stored" title')
    ]


def test_embed_that_is_not_stored_is_a_plain_link(client):
    html = read_text(client, make_rich_article())
    assert "<iframe" not in html
    assert '<a href="https://video.example.org/1">' in html


def test_decorative_image_has_an_empty_alternative_text(client):
    figure = make_figure(make_image(), alt_text="Not for readers", decorative=True)
    html = read_text(client, ArticlePageFactory(body=make_body(figure)))
    assert "Not for readers" not in html
    assert 'alt=""' in html


def test_pictures_come_in_modern_formats_with_their_size(client):
    figure = make_figure(make_image(size=(900, 700)))
    body = make_body(("paragraph", "<p>Words first.</p>"), figure)
    markup = check_markup(read_text(client, ArticlePageFactory(body=body)))
    (source,) = markup.named("source")
    assert source["type"] == "image/webp"
    assert "480w" in source["srcset"]
    (image,) = markup.named("img")
    assert (image["width"], image["height"]) == ("800", "622")
    assert image["loading"] == "lazy"
    assert image["src"].endswith(".png")


def test_page_stands_though_the_file_of_its_image_is_gone(client):
    image = make_image()
    article = ArticlePageFactory(body=make_body(make_figure(image)))
    default_storage.delete(image.file.name)
    html = read_text(client, article)
    assert "<img" not in html
    assert "A caption" in html


def test_page_stands_though_the_file_of_its_image_is_damaged(client):
    image = make_image()
    article = ArticlePageFactory(body=make_body(make_figure(image)))
    with default_storage.open(image.file.name, "wb") as file:
        file.write(b"no image")
    assert "<img" not in read_text(client, article)


def test_small_image_is_not_offered_in_widths_that_it_has_not():
    image = make_image(size=(600, 400))
    picture = get_picture(image, "figure")
    assert sorted(rendition.width for rendition in picture.webp) == [480, 600]


def test_publishing_makes_the_renditions(django_capture_on_commit_callbacks):
    image = make_image()
    article = ArticlePageFactory(body=make_body(make_figure(image)))
    assert not image.renditions.exists()
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()
    specs = set(image.renditions.values_list("filter_spec", flat=True))
    assert "width-480|format-webp" in specs
    assert "fill-1200x630|format-jpeg" in specs
    assert any(spec.startswith("fill-400x267") for spec in specs)


def test_image_of_an_article_unlike_its_neighbours_leads_its_teaser(client):
    column = ColumnPageFactory()
    with_figure = ArticlePageFactory(parent=column, body=make_body(make_figure(make_image())))
    social = make_image()
    with_social_image = ArticlePageFactory(parent=column, social_image=social)
    plain = ArticlePageFactory(parent=column)
    html = read_text(client, column)
    for article in (with_figure, with_social_image, plain):
        assert html.count(f'href="{article.url}"') >= 2
    assert len(check_markup(html).named("img")) == 2


def test_column_lists_its_articles_by_date_with_a_link_that_names_each(client):
    column = ColumnPageFactory(title="A Column", tagline="Its tagline")
    ColumnistFactory(column=column, author__title="Ada Author")
    ArticlePageFactory(parent=column, title="The older", date=datetime.date(2026, 1, 1))
    ArticlePageFactory(parent=column, title="The newer", date=datetime.date(2026, 2, 1))
    ArticlePageFactory(parent=column, title="A draft", live=False)
    html = read_text(client, column)
    check_markup(html)
    assert html.index("The newer") < html.index("The older")
    assert "A draft" not in html
    assert 'Read more<span class="columns-unseen">: The newer</span>' in html
    for words in ("A Column", "Its tagline", "Ada Author", "What this column is about."):
        assert words in html


def test_column_pages_through_its_articles(client, settings):
    settings.COLUMNS_ARTICLES_PER_PAGE = 2
    column = ColumnPageFactory()
    for number in range(5):
        ArticlePageFactory(
            parent=column, title=f"Headline {number}", date=datetime.date(2026, 1, 1 + number)
        )
    first = read_text(client, column)
    assert 'rel="next" href="?page=2"' in first
    second = read(client, f"{column.url}?page=2").content.decode()
    check_markup(second)
    assert f'rel="prev" href="{column.url}"' in second
    assert 'aria-current="page" href="?page=2"' in second
    assert "Headline 2" in second
    assert "Headline 4" not in second
    assert f'href="{column.full_url}?page=2"' in second


def test_column_without_articles_says_so(client):
    assert "There are no articles in this column yet." in read_text(client, ColumnPageFactory())


def test_list_of_authors_shows_each_with_portrait_and_bio(client):
    author = AuthorPageFactory(title="Ada", portrait=make_image(), portrait_alt="Ada in a hat")
    html = read_text(client, author.get_parent())
    check_markup(html)
    assert 'alt="Ada in a hat"' in html
    assert "Writes about people." in html


def test_author_bio_shows_books_links_and_articles(client):
    author = AuthorPageFactory(title="Ada", portrait=make_image(), portrait_alt="Ada in a hat")
    BookFactory(author=author, title="A Book", cover=make_image(), link="https://b.example.org/")
    AuthorLinkFactory(author=author, label="Her website")
    ArticlePageFactory(title="By her", authors=[author])
    ArticlePageFactory(title="By somebody else")
    html = read_text(client, author)
    check_markup(html)
    for words in ("Ada", "Ph.D.", "A Book", "A Publisher", "2020", "Her website", "By her"):
        assert words in html
    assert "By somebody else" not in html


def test_list_of_issues_shows_covers_newest_first(client):
    for month, title in ((3, "Spring"), (6, "Summer")):
        issue = IssuePageFactory(
            title=title, date=datetime.date(2026, month, 1), cover=make_image(), cover_alt="Cover"
        )
    html = read_text(client, issue.get_parent())
    assert len(check_markup(html).named("img")) == 2
    assert html.index("Summer") < html.index("Spring")


def test_issue_groups_entries_of_one_section_that_follow_each_other(client):
    issue = IssuePageFactory(cover_headline="The cover story", dek="The dek")
    article = ArticlePageFactory(title="An article")
    draft = ArticlePageFactory(title="A draft", live=False)
    for order, (section, fields) in enumerate(
        [
            ("Columns", {"article": article, "page_number": 8}),
            ("Columns", {"article": draft}),
            ("Letters", {"article": None, "headline": "In print only"}),
            ("Columns", {"article": None, "headline": "Again a column"}),
        ]
    ):
        IssueContentFactory(issue=issue, section=section, sort_order=order, **fields)
    html = read_text(client, issue)
    check_markup(html)
    assert html.count(">Columns</h3>") == 2
    assert f'<a href="{article.url}">An article</a>' in html
    assert "A draft" not in html
    assert "In print only" in html


def test_box_of_the_current_issue_stands_on_articles_and_columns_but_not_on_itself(client):
    chosen = IssuePageFactory(cover_headline="The chosen one", date=datetime.date(2026, 1, 1))
    IssuePageFactory(cover_headline="The newest", date=datetime.date(2026, 9, 1))
    IssueSettingsFactory(current_issue=chosen)
    article = ArticlePageFactory()
    for page in (article, article.get_parent().specific):
        html = read_text(client, page)
        assert "The chosen one" in html
        assert "The newest" not in html
    assert "Current issue" not in read_text(client, chosen)


def test_article_costs_the_same_with_3_and_with_30_comments(client):
    article = make_rich_article()
    prepare_renditions(article)
    for _ in range(3):
        ReaderCommentFactory(page=article, status=Status.APPROVED)
    few = count_queries(client, article.url)
    parent = ReaderCommentFactory(page=article, status=Status.APPROVED)
    for number in range(26):
        made = ReaderCommentFactory(
            page=article, parent=parent if number % 2 else None, status=Status.APPROVED
        )
        parent = made if number % 4 == 1 else parent
    # Replies, of which there were none, are one query for any number.
    assert count_queries(client, article.url) == few
    assert few < 44


def test_column_costs_the_same_with_2_and_with_20_teasers(client):
    column = ColumnPageFactory()

    def write_articles(number):
        for _ in range(number):
            author = AuthorPageFactory(portrait=make_image(), portrait_alt="Somebody")
            article = ArticlePageFactory(
                parent=column, authors=[author], body=make_body(make_figure(make_image()))
            )
            prepare_renditions(article)

    write_articles(2)
    few = count_queries(client, column.url)
    write_articles(18)
    assert count_queries(client, column.url) == few
    assert few < 32


def test_lists_of_authors_and_issues_cost_the_same_for_any_number(client):
    def publish():
        author = AuthorPageFactory(portrait=make_image(), portrait_alt="Somebody")
        issue = IssuePageFactory(cover=make_image(), cover_alt="A cover")
        for page in (author, issue):
            prepare_renditions(page)
        return [page.get_parent().url for page in (author, issue)]

    addresses = publish()
    few = [count_queries(client, address) for address in addresses]
    for _ in range(5):
        publish()
    assert [count_queries(client, address) for address in addresses] == few
    assert max(few) <= 20


def test_author_bio_costs_the_same_for_any_number_of_books(client):
    author = AuthorPageFactory(portrait=make_image(), portrait_alt="Somebody")
    BookFactory(author=author, cover=make_image())
    prepare_renditions(author)
    few = count_queries(client, author.url)
    for _ in range(4):
        BookFactory(author=author, cover=make_image())
    prepare_renditions(author)
    assert count_queries(client, author.url) == few


def test_preview_of_an_article_that_was_never_saved_shows_its_text():
    column = ColumnPageFactory()
    article = ArticlePageFactory.build(title="Not saved yet", locale=column.locale)
    # As the admin places a page whose preview is asked for before it is saved.
    article.depth = column.depth + 1
    article.path = ArticlePage._get_children_path_interval(column.path)[1]
    article.set_url_path(column)
    response = article.make_preview_request(preview_mode=article.default_preview_mode)
    assert response.status_code == 200
    assert "Not saved yet" in response.content.decode()


def test_preview_of_an_issue_that_was_never_saved_shows_it():
    issues = IssuePageFactory().get_parent()
    issue = IssuePageFactory.build(title="Not saved yet", locale=issues.locale)
    issue.depth = issues.depth + 1
    issue.path = IssuePage._get_children_path_interval(issues.path)[1]
    issue.set_url_path(issues)
    response = issue.make_preview_request(preview_mode=issue.default_preview_mode)
    assert response.status_code == 200
    assert "Not saved yet" in response.content.decode()


def test_deleting_an_image_takes_it_off_the_teasers(client):
    image = make_image()
    article = ArticlePageFactory(body=make_body(make_figure(image)))
    get_image_model().objects.filter(pk=image.pk).delete()
    assert "<img" not in read_text(client, article.get_parent().specific)


def test_an_embed_may_have_any_title(db, client):
    article = ArticlePageFactory(
        body=[("embed", {"embed": "https://video.example.org/1", "caption": ""})]
    )
    article.refresh_from_db()
    value = article.body[0].value["embed"]
    Embed.objects.create(
        url=value.url,
        hash=get_embed_hash(value.url, value.max_width, value.max_height),
        type="video",
        title=r'AC\DC \g<0> \1 "live"',
        html="<iframe src='https://video.example.org/embed/1'></iframe>",
    )

    shown = client.get(article.url).content.decode()

    assert r'<iframe title="AC\DC \g&lt;0&gt; \1 &quot;live&quot;"' in shown


@pytest.mark.parametrize("state", ["unpublished", "restricted"])
def test_teasers_and_articles_name_neither_authors_nor_columns_that_are_not_public(
    db, client, state
):
    shown, hidden = (
        AuthorPageFactory(title="Openname", credentials=""),
        AuthorPageFactory(title="Hiddenname"),
    )
    column = ColumnPageFactory(title="Hiddencolumn")
    article = ArticlePageFactory(parent=column, authors=[shown, hidden])
    pages = [hidden, column] if state == "unpublished" else [hidden]
    for page in pages:
        if state == "unpublished":
            page.unpublish()
        else:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    for url in ("/", article.url, shown.url):
        html = client.get(url).content.decode()
        assert "Hiddenname" not in html, url
        assert "Openname," not in html, url
        if state == "unpublished":
            assert "Hiddencolumn" not in html, url
