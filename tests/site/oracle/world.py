"""The world that the table describes, in the database."""

import datetime
from dataclasses import dataclass, field
from hashlib import sha256

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import APIToken, Locale, Page, PageViewRestriction, Site, Workflow
from wagtail.models import WorkflowTask as Step
from wagtail.search.backends import get_search_backend

from columns.factories import (
    ArticlePageFactory,
    AuthorIndexPageFactory,
    AuthorPageFactory,
    ColumnistFactory,
    ColumnPageFactory,
    ImageFactory,
    IssueContentFactory,
    IssueIndexPageFactory,
    IssuePageFactory,
    RelatedArticleFactory,
    make_image_file,
)
from comments import actions
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import (
    CommentFlag,
    CommentModerationTask,
    CommentReaction,
    CommentRevision,
    PageCommentWorkflow,
    ReaderComment,
)
from comments.status import Mode
from home.factories import HomePageFactory
from tests.factories import UserFactory, make_staff

from .markers import COMMON_WORD, slug, word
from .states import ARTICLES, COMMENTS, OTHER, PAGES, READERS

FACTORIES = {
    "home": HomePageFactory,
    "authors": AuthorIndexPageFactory,
    "issues": IssueIndexPageFactory,
    "column": ColumnPageFactory,
    "author": AuthorPageFactory,
    "issue": IssuePageFactory,
    "article": ArticlePageFactory,
}
RESTRICTIONS = {"password": "password", "account": "login", "group": "groups"}
MODES = {"open": Mode.OPEN, "closed": Mode.CLOSED, "hidden": Mode.HIDDEN}
TOPIC = "everytopic"


@dataclass
class World:
    """What was built: by the names in the table, and by the numbers in the markers."""

    pages: dict = field(default_factory=dict)
    #: By name of the page and name of the comment.
    comments: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)
    tokens: dict = field(default_factory=dict)
    restriction: PageViewRestriction | None = None
    redirects: list = field(default_factory=list)
    #: By name of the page, the path of its address.
    paths: dict = field(default_factory=dict)
    page_names: dict = field(default_factory=dict)
    comment_names: dict = field(default_factory=dict)
    #: By number, the names of a page and of a comment on it that an aside is about.
    aside_names: dict = field(default_factory=dict)


def build():
    """Return the ``World`` of the table."""
    world = World()
    _make_pages(world)
    _relate(world)
    _make_readers(world)
    for page in ARTICLES:
        _discuss(world, page)
    _moderate(world)
    _index()
    return world


def _make_pages(world):
    Locale.objects.get_or_create(language_code="de")
    for number, page in enumerate(PAGES.values()):
        world.page_names[number] = page.name
        made = _make_page(world, number, page)
        _bring_into_state(made, page, number)
        made = type(made).objects.get(pk=made.pk)
        world.pages[page.name] = made
        if page.needs and not page.is_restricted_above:
            restriction = PageViewRestriction.objects.create(
                page=made, restriction_type=RESTRICTIONS[page.needs], password="sesame"
            )
            if page.needs == "group":
                restriction.groups.add(Group.objects.create(name="Members"))
            if page.needs == "password":
                world.restriction = restriction
    home = world.pages["home of the other site"]
    Site.objects.create(hostname=OTHER, root_page=home, site_name="Other")
    world.paths = {name: made.get_url_parts()[2] for name, made in world.pages.items()}


def _make_page(world, number, page):
    names = {"title": f"{COMMON_WORD} {word('page', number)}", "slug": slug(number)}
    if page.name == "home":
        home = Site.objects.get(is_default_site=True).root_page.specific
        home.title = home.draft_title = names["title"]
        home.save()
        return home
    if page.language == "de":
        source = world.pages[{"home": "home", "column": "column"}.get(page.kind, "live")]
        made = source.copy_for_translation(Locale.objects.get(language_code="de"))
        for name, value in {**names, **_get_text(page, names["title"])}.items():
            setattr(made, name, value)
        made.save_revision().publish()
        return made
    above = world.pages[page.above] if page.above else None
    return FACTORIES[page.kind](parent=above, **names, **_get_text(page, names["title"]))


def _get_text(page, text):
    if page.kind != "article":
        return {}
    body = [("paragraph", f"<p>{text}</p>")]
    return {"standfirst": text, "body": body, "date": timezone.localdate()}


def _bring_into_state(made, page, number):
    now, day = timezone.now(), datetime.timedelta(days=1)
    if page.name == "never published":
        made.live, made.first_published_at = False, None
        made.save()
        made.save_revision()
    elif page.name == "expired":
        made.live, made.expired, made.expire_at = False, True, now - day
        made.save()
    elif page.name == "scheduled":
        made.unpublish()
        made.go_live_at = now + day
        made.save_revision().publish()
    elif page.name == "live with a draft":
        made.title = made.standfirst = word("draft", number)
        made.save_revision()
    elif not page.is_live:
        made.save_revision().publish()
        made.unpublish()


def _relate(world):
    """Let all pages name each other: in bylines, contents, lists, texts and redirects."""
    pages = world.pages
    articles = [pages[page.name] for page in ARTICLES if page.language == "en"]
    authors = [pages[name] for name in ("author", "unpublished author", "author for accounts")]
    for author in authors:
        author.account = UserFactory()
        author.save()
        ColumnistFactory(column=pages["column"], author=author)
    issues = [pages[name] for name in ("issue", "unpublished issue", "issue for accounts")]
    image = ImageFactory()
    Document.objects.create(title="A document", file=make_image_file("document.txt"))
    for article in articles:
        article.bylines = [
            article.bylines.model(author=author, sort_order=order)
            for order, author in enumerate(authors)
        ]
        article.topics.add(TOPIC)
        article.social_image = image
        article.save()
        for issue in issues:
            IssueContentFactory(issue=issue, article=article)
    for article in articles:
        if article != pages["live"]:
            RelatedArticleFactory(source=pages["live"], article=article)
    for page in PAGES.values():
        target = Page.objects.get(pk=pages[page.name].pk)
        redirect = Redirect.objects.create(old_path=f"/old-{target.pk}", redirect_page=target)
        world.redirects.append(redirect.pk)


def _make_readers(world):
    for reader in READERS.values():
        if not reader.has_account:
            continue
        if reader.edits or reader.moderates:
            user = make_staff(
                pages=[world.pages[reader.edits]] if reader.edits else [],
                moderates=[world.pages[reader.moderates]] if reader.moderates else [],
                rights=("moderate", "feature", "sanction", "settings"),
            )
        else:
            user = UserFactory(is_superuser=reader.is_superuser)
        if reader.is_member:
            user.groups.add(Group.objects.get(name="Members"))
        world.users[reader.name] = user
        _token, world.tokens[reader.name] = APIToken.create_token(user=user, name=reader.name)


def _discuss(world, page):
    """Let the comments of the table be on ``page``."""
    DiscussionFactory(page=world.pages[page.name], mode=MODES[page.discussion])
    for comment in COMMENTS.values():
        number = len(world.comments)
        text = f"{COMMON_WORD} {word('voice', number)}"
        world.comment_names[number] = (page.name, comment.name)
        world.comments[page.name, comment.name] = ReaderCommentFactory(
            page=None if comment.answers else world.pages[page.name],
            parent=world.comments[page.name, comment.answers] if comment.answers else None,
            status="approved" if comment.status == "removed" else comment.status,
            subject=text,
            body=f"{text} https://links.example.org/",
            author_name=word("voice", number),
            author_email=f"commenter{number}@private.example.org",
            network=_digest(f"network {number}"),
        )


def _moderate(world):
    """Leave all traces that comments can have, and decide about some."""
    superuser = world.users["superuser"]
    for page in PAGES.values():
        if page.kind == "home":
            _choose_workflow(world.pages[page.name])
    removed = []
    for (page_name, name), comment in world.comments.items():
        if name == "removed with a reply":
            removed.append(comment)
        if name not in {"approved", "held"}:
            continue
        number = len(world.aside_names)
        world.aside_names[number] = (page_name, name)
        aside = word("aside", number)
        CommentRevision.objects.create(comment=comment, number=0, subject=aside, body=aside)
        ReaderComment.objects.filter(pk=comment.pk).update(revision_number=1)
        marks = {"reader_key": _digest(f"key {number}"), "network": _digest(f"mark {number}")}
        CommentFlag.objects.create(comment=comment, reason="other", note=aside, **marks)
        CommentReaction.objects.create(comment=comment, **marks)
        actions.note_commenter(comment, text=aside, user=superuser)
        if name == "held":
            actions.escalate([comment], user=superuser, note=aside)
    actions.remove(removed, user=superuser)
    actions.adopt_reasons(user=superuser)
    approved = world.comments["live", "approved"]
    actions.hold([approved], user=superuser)
    actions.approve([approved], user=superuser)


def _choose_workflow(page):
    workflow = Workflow.objects.create(name="Second look")
    task = CommentModerationTask.objects.create(name="Look")
    Step.objects.create(workflow=workflow, task=task, sort_order=0)
    PageCommentWorkflow.objects.create(page_id=page.pk, workflow=workflow)


def _index():
    """Let the index know everything, as one does that is behind: it hides nothing by itself."""
    backend = get_search_backend()
    models = {type(page) for page in Page.objects.specific()}
    for model in [*models, ReaderComment]:
        index = backend.get_index_for_model(model)
        index.add_items(model, list(model.objects.all()))


def _digest(text):
    return sha256(text.encode()).hexdigest()
