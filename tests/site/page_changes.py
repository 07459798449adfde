"""Every kind of change that readers can see on a page, and some that they cannot."""

import datetime

from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction, Site

from columns.factories import (
    ArticlePageFactory,
    AuthorPageFactory,
    BookFactory,
    BylineFactory,
    ColumnistFactory,
    ColumnPageFactory,
    CorrectionFactory,
    IssueContentFactory,
    IssuePageFactory,
    RelatedArticleFactory,
    make_image_file,
)
from columns.models import ArticlePage, IssueSettings
from comments import actions
from comments.factories import ReaderCommentFactory
from comments.models import CommentSettings, ReaderComment
from comments.status import Status
from tests.magazine import make_magazine

#: Pages that have nothing to do with the column, the author and the issue that change.
ELSEWHERE = {"other_column", "other_article", "other_author"}
#: For changes that readers do not see: all pages are kept.
NOTHING = object()


def make_changing_magazine():
    """A magazine with neighbours of its article, and pages that have nothing to do with it."""
    made = make_magazine()
    made.earlier = ArticlePageFactory(
        parent=made.column, authors=[made.author], date=datetime.date(2025, 1, 1)
    )
    made.later = ArticlePageFactory(
        parent=made.column, authors=[made.author], date=datetime.date(2026, 12, 1)
    )
    made.other_author = AuthorPageFactory()
    made.other_column = ColumnPageFactory()
    # Old, so that the front page does not show it.
    made.other_article = ArticlePageFactory(
        parent=made.other_column, authors=[made.other_author], date=datetime.date(2020, 1, 1)
    )
    for day in range(2, 8):
        ArticlePageFactory(
            parent=made.column, authors=[made.author], date=datetime.date(2026, 6, day)
        )
    made.comment = ReaderCommentFactory(page=made.article, status=Status.APPROVED)
    # As another version of the text format may have made it.
    ReaderComment.objects.update(html="<p>Former HTML</p>")
    made.held = ReaderCommentFactory(page=made.article)
    for page in (made.home, made.column, made.author, made.issue, made.article):
        page.refresh_from_db()
    return made


def edit(name, **changes):
    """Publish the page ``name`` with these values."""

    def change(magazine):
        page = Page.objects.get(pk=getattr(magazine, name).pk).specific
        for field, value in changes.items():
            setattr(page, field, value)
        page.save_revision().publish()

    return change


def on(name, method, *arguments):
    """Call a method of the page ``name``."""

    def change(magazine):
        page = Page.objects.get(pk=getattr(magazine, name).pk).specific
        getattr(page, method)(*arguments)

    return change


def restrict(name):
    return lambda magazine: PageViewRestriction.objects.create(
        page=getattr(magazine, name).page_ptr, restriction_type="login"
    )


def save_draft(magazine):
    article = ArticlePage.objects.get(pk=magazine.article.pk)
    article.title = "Only drafted"
    article.save_revision()


def schedule(magazine):
    ArticlePage.objects.filter(pk=magazine.article.pk).update(
        expire_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    call_command("publish_scheduled")


def move_article(magazine):
    ArticlePage.objects.get(pk=magazine.article.pk).move(magazine.other_column, pos="last-child")


def swap_sections(magazine):
    Page.objects.get(pk=magazine.other_column.pk).move(magazine.home, pos="first-child")


def change_byline(magazine):
    article = ArticlePage.objects.get(pk=magazine.article.pk)
    article.bylines = [article.bylines.model(author=magazine.other_author)]
    article.save_revision().publish()


def focus_image(magazine):
    image = get_image_model().objects.get(pk=magazine.article.social_image_id)
    image.file = make_image_file("other.png", size=(300, 200))
    image.save()
    # As Wagtail's view for editing images does.
    image.renditions.all().delete()


def delete_image(magazine):
    get_image_model().objects.get(pk=magazine.article.social_image_id).delete()


def rename_topic(magazine):
    tag = Tag.objects.get(name="rehearsal")
    tag.name = "a new name"
    tag.save()


def add_topic(magazine):
    article = ArticlePage.objects.get(pk=magazine.article.pk)
    article.topics.add("a new topic")
    article.save()


def choose_issue(magazine):
    newer = IssuePageFactory(date=datetime.date(2026, 7, 1))
    row = IssueSettings.objects.get()
    row.current_issue = newer
    row.save()


def rename_site(magazine):
    site = Site.objects.get(is_default_site=True)
    site.site_name = "Another name"
    site.save()


def translate(magazine):
    german = Locale.objects.create(language_code="de")
    magazine.home.copy_for_translation(german).save_revision().publish()
    page = ArticlePage.objects.get(pk=magazine.article.pk)
    page.copy_for_translation(german, copy_parents=True).save_revision().publish()


def edit_comment(magazine):
    """An author who moderates edits: the text stays visible."""
    with override_settings(COMMENTS_HOLD_EDITS=False):
        actions.edit_comment(magazine.comment, body="Said better.", subject="Better")


def cover_anew(magazine):
    image = get_image_model().objects.get(pk=magazine.issue.cover_id)
    image.file = make_image_file("other.png", size=(200, 300))
    image.save()
    image.renditions.all().delete()


def change_comments(change):
    return lambda magazine: change([ReaderComment.objects.get(pk=magazine.comment.pk)])


#: By subject, ``{change: (what makes it, the names of pages that must be kept)}``. A restriction
#: and what stands in the frame of every page make all of them void.
CHANGES = {
    "articles": {
        "headline of an article": (edit("article", title="Another headline"), ELSEWHERE),
        "address of an article": (edit("article", slug="elsewhere"), ELSEWHERE),
        "article unpublished": (on("article", "unpublish"), ELSEWHERE),
        "article deleted": (on("article", "delete"), ELSEWHERE),
        "article expires": (schedule, ELSEWHERE),
        "date of an article": (edit("article", date=datetime.date(2019, 1, 1)), ELSEWHERE),
        "article moved": (move_article, {"other_author"}),
        "article published": (
            lambda m: ArticlePageFactory(parent=m.column, authors=[m.author]),
            ELSEWHERE,
        ),
    },
    "what belongs to an article": {
        "byline": (change_byline, {"other_column", "other_article"}),
        "author added": (
            lambda m: BylineFactory(article=m.article, author=m.other_author),
            {"other_column", "other_article"},
        ),
        "author taken out": (lambda m: m.article.bylines.first().delete(), ELSEWHERE),
        "correction": (lambda m: CorrectionFactory(article=m.article), ELSEWHERE),
        "topic": (add_topic, ELSEWHERE),
        "name of a topic": (rename_topic, ELSEWHERE),
        "related article": (
            lambda m: RelatedArticleFactory(source=m.article, article=m.earlier),
            ELSEWHERE,
        ),
    },
    "images": {
        "image": (focus_image, ELSEWHERE),
    },
    "images that are gone": {
        "image deleted": (delete_image, ELSEWHERE),
    },
    "authors": {
        "name of an author": (edit("author", title="Another name"), ELSEWHERE),
        "biography": (edit("author", short_biography="<p>Another life.</p>"), ELSEWHERE),
        "author unpublished": (on("author", "unpublish"), ELSEWHERE),
        "book": (lambda m: BookFactory(author=m.author), ELSEWHERE),
    },
    "columns": {
        "tagline of a column": (edit("column", tagline="Another line"), ELSEWHERE),
        "columnist": (
            lambda m: ColumnistFactory(column=m.column, author=m.other_author),
            {"other_column", "other_article"},
        ),
        "name of a column": (edit("column", title="Another name"), set()),
        "address of a column": (edit("column", slug="elsewhere"), set()),
        "column unpublished": (on("column", "unpublish"), set()),
        "column published": (lambda _: ColumnPageFactory(), set()),
        "sections in another order": (swap_sections, set()),
    },
    "issues": {
        "current issue": (edit("issue", cover_headline="Another cover"), set()),
        "current issue unpublished": (on("issue", "unpublish"), set()),
        "cover of the current issue": (cover_anew, set()),
        "another issue": (lambda _: IssuePageFactory(date=datetime.date(2020, 1, 1)), ELSEWHERE),
        "another current issue": (choose_issue, set()),
        "entry of an issue": (
            lambda m: IssueContentFactory(issue=m.issue, article=m.earlier),
            ELSEWHERE,
        ),
    },
    "site": {
        "tagline of the magazine": (edit("home", tagline="Another line"), ELSEWHERE),
        "name of the home page": (edit("home", title="Another name"), set()),
        "name of the site": (rename_site, set()),
        "article restricted": (restrict("article"), set()),
        "column restricted": (restrict("column"), set()),
        "author restricted": (restrict("author"), set()),
        "translation": (translate, set()),
    },
    "discussions": {
        "comment approved": (
            lambda m: actions.approve([m.held]),
            ELSEWHERE | {"issues", "authors"},
        ),
        "comment rejected": (change_comments(actions.reject), ELSEWHERE | {"issues", "authors"}),
        "comment removed": (change_comments(actions.remove), ELSEWHERE | {"issues", "authors"}),
        "discussion closed": (
            lambda m: actions.set_discussion_mode(m.article, mode="closed"),
            ELSEWHERE | {"issues", "authors"},
        ),
        "comment picked": (
            lambda m: actions.pick_comment(m.comment),
            ELSEWHERE | {"issues", "authors"},
        ),
        "comment edited": (
            edit_comment,
            ELSEWHERE | {"issues", "authors"},
        ),
        "reaction": (
            lambda m: actions.react(m.comment, reader_key="somebody"),
            ELSEWHERE | {"issues", "authors"},
        ),
        "settings of discussions": (
            lambda _: CommentSettings.objects.create(
                site=Site.objects.get(), reaction_name="Wise", guidelines="<p>Be kind.</p>"
            ),
            set(),
        ),
        "comments rendered afresh": (
            change_comments(actions.rerender_comments),
            ELSEWHERE | {"issues", "authors"},
        ),
    },
    "nothing that readers see": {
        "draft saved": (save_draft, NOTHING),
        "draft made": (lambda m: ArticlePageFactory(parent=m.column, live=False), NOTHING),
        "comment posted": (
            lambda m: actions.submit_comment(
                m.article, body="A text.", author_name="Ada", author_email="ada@example.org"
            ),
            NOTHING,
        ),
        "held comment rejected": (lambda m: actions.reject([m.held]), NOTHING),
    },
}
