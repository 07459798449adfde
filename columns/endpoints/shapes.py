"""What the operations answer. What is shown inside of something else is in ``columns.api``."""

import datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from ..api.body import ColumnsBlock
from ..api.fields import ColumnsBook, ColumnsContentsEntry, ColumnsCorrection, ColumnsLink
from ..api.references import (
    ColumnsArticleReference,
    ColumnsAuthor,
    ColumnsColumnReference,
    ColumnsIssueReference,
)
from ..api.renditions import ColumnsImage

Id = Annotated[int, Field(description="The page's permanent id.")]
Url = Annotated[str | None, Field(description="The page's absolute address, for people.")]
Locale = Annotated[str, Field(description="The code of the language, such as `en`.")]
Html = Annotated[str, Field(description="HTML, safe to print as it is; links are absolute.")]
Count = Annotated[
    int, Field(description="How many comments readers see; 0 also where there is no discussion.")
]


class ColumnsTopic(TypedDict):
    """A topic of articles."""

    name: str
    slug: str


class ColumnsCountedTopic(TypedDict):
    """A topic with the number of its articles."""

    name: str
    slug: str
    article_count: int


class ColumnsBylineEntry(TypedDict):
    """An author in the byline of a teaser."""

    id: Id
    name: str
    credentials: str
    url: Url
    portrait: ColumnsImage | None


class ColumnsTeaser(TypedDict):
    """An article as lists show it."""

    id: Id
    title: Annotated[str, Field(description="The headline, plain text.")]
    slug: str
    locale: Locale
    url: Url
    kicker: str
    standfirst: str
    date: datetime.date
    updated: datetime.date | None
    reading_time: Annotated[int, Field(description="In minutes.")]
    image: Annotated[
        ColumnsImage | None, Field(description="The image for sharing, else the first figure.")
    ]
    authors: list[ColumnsBylineEntry]
    column: ColumnsColumnReference | None
    topics: list[ColumnsTopic]
    comment_count: Count


class ColumnsTranslation(TypedDict):
    """A published translation of a page."""

    locale: Locale
    id: Id
    title: str
    url: Url


class ColumnsFeedFormat(TypedDict):
    """A feed in one format."""

    name: str
    media_type: str
    url: str


class ColumnsFeed(TypedDict):
    """A feed of articles."""

    title: Annotated[str, Field(description="What one subscribes to.")]
    formats: list[ColumnsFeedFormat]


class ColumnsPage(TypedDict):
    """What all pages have in common."""

    id: Id
    title: Annotated[str, Field(description="Plain text.")]
    slug: str
    locale: Locale
    url: Url
    seo_title: Annotated[str, Field(description="For search engines; empty: the title.")]
    search_description: str
    first_published_at: datetime.datetime | None
    last_published_at: datetime.datetime | None
    translations: list[ColumnsTranslation]
    feeds: list[ColumnsFeed]


class ColumnsArticle(ColumnsPage):
    """A whole article."""

    kicker: str
    standfirst: str
    date: datetime.date
    updated: datetime.date | None
    reading_time: Annotated[int, Field(description="In minutes.")]
    image: Annotated[
        ColumnsImage | None, Field(description="The image for sharing, else the first figure.")
    ]
    body: Annotated[
        list[ColumnsBlock] | None, Field(description="With `body=html`: `null`, see `html`.")
    ]
    html: Annotated[
        str | None,
        Field(
            description="With `body=html`: the whole body and the corrections as HTML of plain "
            "elements, safe to print as it is, without frames, scripts and classes. Else `null`."
        ),
    ]
    authors: list[ColumnsAuthor]
    column: ColumnsColumnReference | None
    topics: list[ColumnsTopic]
    corrections: list[ColumnsCorrection]
    issue: Annotated[
        ColumnsIssueReference | None,
        Field(description="The issue that has the article in its table of contents."),
    ]
    previous: Annotated[
        ColumnsArticleReference | None, Field(description="The one before it in its column.")
    ]
    next: Annotated[
        ColumnsArticleReference | None, Field(description="The one after it in its column.")
    ]
    related_articles: Annotated[
        list[ColumnsArticleReference],
        Field(description="Those that the editors chose, and others near it where these are few."),
    ]
    comment_count: Count


class ColumnsColumnTeaser(TypedDict):
    """A column as lists show it."""

    id: Id
    title: str
    slug: str
    locale: Locale
    url: Url
    tagline: str
    image: ColumnsImage | None
    columnists: list[ColumnsAuthor]
    article_count: int


class ColumnsArchivePart(TypedDict):
    """The articles of a year or of a month."""

    year: int
    month: Annotated[int | None, Field(description="`null` for a whole year.")]
    article_count: int


class ColumnsColumn(ColumnsPage):
    """A whole column, without its articles: `/columns/articles/?column=` lists them."""

    tagline: str
    introduction: Html
    image: ColumnsImage | None
    columnists: list[ColumnsAuthor]
    article_count: int
    archive: Annotated[
        list[ColumnsArchivePart],
        Field(description="Each year and after it its months, newest first."),
    ]
    topics: list[ColumnsCountedTopic]


class ColumnsAuthorTeaser(TypedDict):
    """An author as lists show one."""

    id: Id
    name: str
    slug: str
    locale: Locale
    url: Url
    credentials: str
    portrait: ColumnsImage | None
    short_biography: Html


class ColumnsAuthorBio(ColumnsPage):
    """A whole author bio; the title is the name."""

    credentials: str
    portrait: ColumnsImage | None
    short_biography: Html
    biography: Html
    books: list[ColumnsBook]
    links: list[ColumnsLink]
    columns: Annotated[
        list[ColumnsColumnReference], Field(description="The columns of which this is a columnist.")
    ]
    article_count: int


class ColumnsIssueTeaser(TypedDict):
    """An issue as lists show it."""

    id: Id
    title: str
    slug: str
    locale: Locale
    url: Url
    date: datetime.date
    number: str
    cover: ColumnsImage | None
    cover_headline: str
    dek: str
    is_current: Annotated[bool, Field(description="Whether it is the site's current issue.")]


class ColumnsIssue(ColumnsPage):
    """A whole issue with its table of contents."""

    date: datetime.date
    number: str
    cover: ColumnsImage | None
    cover_headline: str
    dek: str
    is_current: Annotated[bool, Field(description="Whether it is the site's current issue.")]
    contents: list[ColumnsContentsEntry]
    previous: Annotated[ColumnsIssueReference | None, Field(description="The issue before it.")]
    next: Annotated[ColumnsIssueReference | None, Field(description="The issue after it.")]
