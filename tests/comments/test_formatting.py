"""What readers may write: the preview, the Quote link, the page about the format, the limits."""

import re

import pytest
from django.urls import reverse

from comments import formatting, guard, text
from comments.actions import set_discussion_mode
from comments.factories import DiscussionFactory, ReaderCommentFactory
from comments.models import ReaderComment
from comments.status import Mode, Status
from comments.text import vocabulary
from tests.factories import UserFactory
from tests.pages import Markup, check_markup, count_queries, read

TYPED = {
    "subject": "On doors",
    "body": "First.\n\n<em>Second</em> www.example.org",
    "author_name": "Ada Reader",
    "author_email": "ada@example.org",
}
#: Sources that pass a limit of the format, with the code and the figures that a reader is told.
EXCESSIVE = {
    "length": ("x" * 10_234, "max_length", ("10000", "10234")),
    "tags": ("<b>x" * 1_234, "max_tags", ("1000", "1234")),
    "nesting": ("<em>" * 40 + "x", "max_open_elements", ("30", "31")),
    "lists in lists": ("<li><dd>" * 300 + "x", "max_depth", ("100", "101")),
    "attributes": ("<a " + "x " * 33 + ">y</a>", "max_attributes", ("20", "33")),
    "name of a tag": ("<" + "x" * 120 + ">y", "max_tag_name", ("100", "120")),
}


@pytest.fixture
def send(client, article):
    """Post the form of ``article`` with one of its buttons."""

    def post(button="", **changes):
        data = {**TYPED, guard.TOKEN_FIELD: guard.make_token(article), **changes}
        if button:
            data[button] = "1"
        return client.post(f"/comments/post/{article.pk}/", data)

    return post


def get_fields(html):
    """Return what stands in the fields of a form, by name."""
    body = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    fields = {
        field["name"]: field.get("value")
        for field in Markup(html).named("input")
        if "name" in field
    }
    return fields | {"body": body[1]}


class TestPreview:
    def test_the_preview_shows_the_comment_and_takes_nothing(self, send):
        response = send("preview")

        html = response.content.decode()
        check_markup(html)
        assert response.status_code == 200
        assert f'<div class="comments-body">{text.render(TYPED["body"])}</div>' in html
        assert 'class="comments-subject">On doors' in html
        assert not ReaderComment.objects.exists()

    def test_what_was_typed_stands_in_the_form_of_the_preview(self, send):
        fields = get_fields(send("preview").content.decode())

        assert fields["body"] == "First.\n\n&lt;em&gt;Second&lt;/em&gt; www.example.org"
        assert {name: fields[name] for name in TYPED if name != "body"} == {
            name: value for name, value in TYPED.items() if name != "body"
        }

    def test_a_preview_needs_the_text_alone(self, send):
        response = send("preview", subject="", author_name="", author_email="")

        html = response.content.decode()
        assert response.status_code == 200
        assert 'class="comments-subject">First. Second www.example.org' in html
        assert "comments-error-summary" not in html

    def test_a_wrong_address_is_named_beside_the_preview(self, send):
        html = send("preview", author_email="nobody").content.decode()

        assert 'id="comment-preview"' in html
        assert "Enter an e-mail address" in html

    @pytest.mark.parametrize("body", ["", " \n", "<!-- nothing -->", "x" * 10_001])
    def test_a_text_that_cannot_be_posted_has_no_preview(self, send, body):
        response = send("preview", body=body)

        assert response.status_code == 422
        assert 'id="comment-preview"' not in response.content.decode()

    def test_a_preview_is_as_safe_as_a_comment(self, send):
        html = send(
            "preview",
            subject="<img src=x>",
            author_name="<i>Eve</i>",
            body="<script>alert(1)</script><a href='javascript:alert(1)'>x</a>",
        ).content.decode()

        markup = check_markup(html)
        assert not [image for image in markup.named("img") if image.get("src") == "x"]
        assert not [link for link in markup.named("a") if "javascript" in (link.get("href") or "")]
        assert "<script>alert" not in html

    def test_a_reply_is_previewed_under_what_it_answers(self, send, article):
        parent = ReaderCommentFactory(page=article, status=Status.APPROVED, subject="The parent")

        html = send("preview", parent=parent.uuid).content.decode()

        assert html.index("The parent") < html.index('id="comment-preview"')
        assert get_fields(html)["parent"] == str(parent.uuid)

    def test_another_site_gets_no_preview(self, client, article):
        response = client.post(
            f"/comments/post/{article.pk}/",
            {**TYPED, "preview": "1"},
            headers={"sec-fetch-site": "cross-site"},
        )

        assert response.status_code == 403

    def test_a_closed_discussion_gives_what_was_typed_back(self, send, article):
        DiscussionFactory(page=article, mode=Mode.CLOSED)

        html = send("preview").content.decode()

        assert "This discussion is closed" in html
        assert "First.\n\n&lt;em&gt;Second&lt;/em&gt;" in html


class TestQuote:
    def test_every_comment_of_an_open_discussion_can_be_quoted(self, client, article):
        comment = ReaderCommentFactory(page=article, status=Status.APPROVED, author_name="Ingrid")
        html = read(client, article.url).content.decode()
        link = re.search(r'<a class="comments-quote"[^>]*href="([^"]+)"', html)
        form = client.get(link[1].replace("&amp;", "&")).content.decode()

        assert get_fields(form)["body"] == text.quote(comment)
        assert get_fields(form)["parent"] == str(comment.uuid)
        assert comment.author_email not in form

    def test_a_reply_without_a_quote_begins_empty(self, client, article):
        comment = ReaderCommentFactory(page=article, status=Status.APPROVED)

        form = client.get(f"/comments/post/{article.pk}/?parent={comment.uuid}").content.decode()

        assert get_fields(form)["body"] == ""

    def test_nothing_is_quoted_without_a_comment(self, client, article):
        form = client.get(f"/comments/post/{article.pk}/?quote=1").content.decode()

        assert get_fields(form)["body"] == ""

    @pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED}))
    def test_what_readers_do_not_see_cannot_be_quoted(self, client, article, status):
        comment = ReaderCommentFactory(page=article, status=status, body="Not for readers")

        response = client.get(f"/comments/post/{article.pk}/?parent={comment.uuid}&quote=1")

        assert response.status_code == 404
        assert "Not for readers" not in response.content.decode()

    def test_a_closed_discussion_offers_no_quoting(self, client, article):
        ReaderCommentFactory(page=article, status=Status.APPROVED)
        assert "comments-quote" in read(client, article.url).content.decode()

        set_discussion_mode(article, mode=Mode.CLOSED)

        assert "comments-quote" not in read(client, article.url).content.decode()


class FewEmoji:
    """A format without ``read``, and with a limit of its own."""

    FORMAT_VERSION, MAX_LENGTH = text.FORMAT_VERSION, text.MAX_LENGTH
    render, excerpt, quote = text.render, text.excerpt, text.quote

    @staticmethod
    def excess(_source):
        return text.Excess("emoji", 3, 5)


class TestLimits:
    @pytest.mark.parametrize("button", ["", "preview"])
    @pytest.mark.parametrize("name", EXCESSIVE)
    def test_the_form_names_the_limit_and_the_figure_and_loses_nothing(self, send, name, button):
        source, code, figures = EXCESSIVE[name]

        response = send(button, body=source)

        form = response.context["form"]
        assert response.status_code == 422
        assert form.has_error("body", code)
        assert re.findall(r"\d+", form.errors["body"][0]) == list(figures)
        assert form["body"].value() == source
        assert not ReaderComment.objects.exists()

    @pytest.mark.parametrize("name", EXCESSIVE)
    def test_the_api_names_the_limit_and_the_figure(self, client, name):
        source, code, figures = EXCESSIVE[name]

        response = client.post(
            "/api/v3/comments/preview/", {"body": source}, content_type="application/json"
        )

        assert response.status_code == 422
        assert response["Content-Type"] == "application/problem+json"
        (error,) = response.json()["errors"]
        assert (error["type"], error["loc"]) == (code, ["body", "text", "body"])
        assert re.findall(r"\d+", error["msg"]) == list(figures)

    def test_a_limit_of_another_format_is_named_too(self, send, settings):
        settings.COMMENTS_TEXT_FORMAT = f"{__name__}.FewEmoji"

        assert "(5, where 3 is the limit)" in send().content.decode()


class TestPreviewByAPI:
    def preview(self, client, data, **kwargs):
        kwargs.setdefault("content_type", "application/json")
        return client.post("/api/v3/comments/preview/", data, **kwargs)

    @pytest.mark.django_db
    def test_the_api_gives_what_the_page_shows(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            response = self.preview(client, {"body": TYPED["body"]})

        assert response.status_code == 200
        assert response.json() == {
            "html": text.render(TYPED["body"]),
            "subject": "First. Second www.example.org",
        }
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            ({"body": " "}, "required"),
            ({"body": "<!-- x -->"}, "invisible"),
            ({"body": "\u200b"}, "invisible"),
            ({"body": "<em>\u3164</em> &#x2800;"}, "invisible"),
            ({}, "missing"),
            ({"body": 3}, "string_type"),
            ({"body": "x", "status": "approved"}, "extra_forbidden"),
        ],
    )
    def test_a_text_that_cannot_be_posted_is_refused(self, client, data, code):
        response = self.preview(client, data)

        assert response.status_code == 422
        assert response.json()["errors"][0]["type"] == code

    def test_poison_is_dropped_like_in_the_form(self, client):
        response = self.preview(client, '{"body": "a\\u0000b\\ud800c\\u202ed"}')

        assert response.json()["html"] == "<p>abcd</p>"

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
    def test_anything_but_json_is_refused(self, client, kind):
        response = self.preview(client, '{"body": "x"}', content_type=kind)

        assert response.status_code == 415
        assert response["Content-Type"] == "application/problem+json"

    @pytest.mark.django_db
    def test_a_bad_token_is_refused(self, client):
        response = self.preview(client, {"body": "x"}, headers={"authorization": "Bearer x"})

        assert response.status_code == 401


class TestHelpPage:
    @pytest.fixture
    def html(self, db, client):
        return read(client, reverse("comments:formatting")).content.decode()

    def test_every_example_gets_what_a_comment_would(self, html):
        check_markup(html)
        examples = [
            example for section in formatting.get_sections().values() for example in section
        ]
        assert len(examples) >= 20
        for example in examples:
            assert example.rendered == text.render(example.typed)
            assert f'<div class="comments-body">{example.rendered}</div>' in html

    def test_every_allowed_tag_is_shown_in_use(self, html):
        typed = " ".join(example.typed for example in formatting.get_tag_examples())
        for tag in vocabulary.ELEMENTS:
            assert f"<{tag}" in typed
            assert f"&lt;{tag}" in html

    def test_the_figures_are_those_of_the_format(self, html):
        assert "10,000 characters and 1,000 tags, with 30 of them open" in html

    def test_the_page_is_for_everybody_and_can_be_kept(self, db, client):
        response = read(client, reverse("comments:formatting"))
        assert "public" in response["Cache-Control"]
        assert "max-age=3600" in response["Cache-Control"]

    def test_the_page_costs_the_frame_alone(self, db, client):
        assert count_queries(client, reverse("comments:formatting")) <= 4

    def test_the_form_leads_to_the_page(self, client, article):
        assert (
            f'href="{reverse("comments:formatting")}"' in read(client, article.url).content.decode()
        )

    def test_the_rules_under_the_field_are_in_the_order_of_the_help(self, client, article):
        html = read(client, article.url).content.decode()
        tips = re.search(r'<ul id="comment-format">(.*?)</ul>', html, re.DOTALL)[1]
        words = ["become links", "HTML tags", "break by themselves", "Quote others"]
        assert [tips.count(word) for word in words] == [1, 1, 1, 1]
        assert words == sorted(words, key=tips.index)


@pytest.mark.django_db
@pytest.mark.parametrize(("is_signed_in", "kept_by"), [(False, "public"), (True, "private")])
def test_the_page_about_formatting_of_who_is_signed_in_is_kept_by_no_proxy(
    client, is_signed_in, kept_by
):
    if is_signed_in:
        client.force_login(UserFactory())

    kept = client.get(reverse("comments:formatting"))["Cache-Control"].split(", ")

    assert {"public", "private"} & set(kept) == {kept_by}
    assert "max-age=3600" in kept
