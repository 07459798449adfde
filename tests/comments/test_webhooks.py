"""Webhooks: what is told, to whom, how it is signed, and that the inner network is left alone."""

import base64
import hashlib
import hmac
import http.server
import json
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import PageViewRestriction

from columns.factories import ArticlePageFactory
from comments import actions, outbound, signatures
from comments.factories import ReaderCommentFactory
from comments.models import DeliveryStatus, WebhookDelivery, WebhookEndpoint
from comments.status import Mode, Status, WebhookEvent
from comments.webhooks import sending
from comments.webhooks.delivery import deliver, get_due, store
from comments.webhooks.events import complete, describe_comment, make_payload
from tests.factories import UserFactory, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

SECRET_WORDS = "A secret thought"
PRIVATE = [
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::a00:1]/",
    "https://[2002:a00:1::1]/",
    "https://[fc00::1]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://localhost/",
    "https://224.0.0.1/",
]
MALFORMED = [
    "ftp://example.com/",
    "http://example.com/",
    "https://user:pass@example.com/",
    "https://example.com:22/",
    "https://example.com:99999/",
    "https:///nothing",
    "https://exa mple.com/",
    "https://example.com/\nHost: evil",
    "nothing",
]


class Receiver(http.server.ThreadingHTTPServer):
    """A real server on loopback that keeps what it was sent and answers as it is told."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received, self.status, self.headers, self.wait = [], 200, {}, threading.Event()
        self.wait.set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook?a=b"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.received.append(SimpleNamespace(path=self.path, headers=headers, body=body))
        self.server.wait.wait(20)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def receiver(settings):
    settings.COMMENTS_WEBHOOK_ALLOW_PRIVATE = True
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.wait.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def endpoint(receiver):
    return WebhookEndpoint.objects.create(name="Front end", url=receiver.url)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def get_types(receiver):
    return [json.loads(message.body)["type"] for message in receiver.received]


def read(message):
    return json.loads(message.body)


# What is told


def test_a_published_page_is_told_with_what_anybody_may_read(receiver, endpoint, article, commit):
    with commit():
        article.save_revision().publish()

    [message] = receiver.received
    told = read(message)
    assert told["type"] == "page.published"
    assert told["data"] == {
        "id": article.pk,
        "type": "columns.ArticlePage",
        "title": article.title,
        "slug": article.slug,
        "locale": "en",
        "url": article.full_url,
    }
    assert message.path == "/hook?a=b"


def test_an_unpublished_and_a_deleted_page_are_told_by_their_ids(
    receiver, endpoint, article, commit
):
    with commit():
        article.unpublish()
    with commit():
        ArticlePageFactory(title=SECRET_WORDS).delete()

    assert get_types(receiver) == ["page.unpublished", "page.unpublished"]
    assert read(receiver.received[0])["data"] == {"id": article.pk, "type": "columns.ArticlePage"}
    assert SECRET_WORDS.encode() not in receiver.received[1].body


def test_a_draft_that_goes_is_no_news(receiver, endpoint, commit):
    with commit():
        ArticlePageFactory(live=False).delete()

    assert receiver.received == []


def test_a_private_page_says_nothing_of_itself(receiver, endpoint, article, commit):
    PageViewRestriction.objects.create(page=article, restriction_type="login")

    with commit():
        article.save_revision().publish()

    assert read(receiver.received[0])["data"] == {"id": article.pk, "type": "columns.ArticlePage"}


def test_a_comment_is_told_at_each_step_and_its_words_only_while_they_are_public(
    receiver, endpoint, article, commit
):
    comment = ReaderCommentFactory(page=article, subject=SECRET_WORDS, body=SECRET_WORDS)
    steps = [
        lambda: actions.approve([comment]),
        lambda: actions.hold([comment]),
        lambda: actions.reject([comment]),
    ]
    for step in steps:
        with commit():
            step()
        comment.refresh_from_db()

    assert get_types(receiver) == ["comment.approved", "comment.held", "comment.rejected"]
    approved, held, rejected = (read(message)["data"] for message in receiver.received)
    assert approved["subject"] == SECRET_WORDS
    assert held == {"id": str(comment.uuid), "page": article.pk, "status": "held"}
    assert rejected == held | {"status": "rejected"}


def test_no_message_holds_an_address_or_a_network(receiver, endpoint, article, commit):
    comment = ReaderCommentFactory(page=article, network="f" * 64)
    with commit():
        actions.approve([comment])
    with commit():
        actions.reject([comment])

    for message in receiver.received:
        assert comment.author_email.encode() not in message.body
        assert b"f" * 64 not in message.body
    assert comment.author_email not in str(list(WebhookDelivery.objects.values()))
    # What is kept of a message has no words either.
    assert comment.subject not in str(list(WebhookDelivery.objects.values()))


def test_what_is_not_public_any_more_when_it_is_sent_again_says_nothing(
    receiver, endpoint, article, commit
):
    comment = ReaderCommentFactory(page=article, subject=SECRET_WORDS)
    receiver.status = 503
    with commit():
        actions.approve([comment])
    with commit():
        actions.reject([comment])
    receiver.status = 200
    receiver.received.clear()
    WebhookDelivery.objects.update(next_attempt_at=timezone.now())

    for delivery in get_due():
        assert deliver(delivery)

    assert len(receiver.received) == 2
    assert all(SECRET_WORDS.encode() not in message.body for message in receiver.received)


def test_posting_is_told(receiver, endpoint, article, client, commit):
    with commit():
        response = client.post(
            "/api/v3/comments/",
            {
                "page": article.pk,
                "body": SECRET_WORDS,
                "author_name": "Robin",
                "author_email": "robin@example.org",
            },
            content_type="application/json",
        )

    assert response.status_code == 202
    [message] = receiver.received
    assert read(message)["type"] == "comment.submitted"
    assert read(message)["data"]["id"] == response.json()["id"]
    assert SECRET_WORDS.encode() not in message.body


def test_the_mode_of_a_discussion_is_told(receiver, endpoint, article, commit):
    with commit():
        actions.set_discussion_mode(article, mode=Mode.CLOSED)

    assert read(receiver.received[0])["data"] == {"page": article.pk, "mode": "closed"}


def test_an_endpoint_hears_what_it_asked_for_and_nothing_when_it_is_off(
    receiver, endpoint, article, commit
):
    endpoint.events = ["comment.approved"]
    endpoint.save()
    with commit():
        article.save_revision().publish()
        actions.approve([ReaderCommentFactory(page=article)])
    endpoint.is_active = False
    endpoint.save()
    with commit():
        actions.approve([ReaderCommentFactory(page=article)])

    assert get_types(receiver) == ["comment.approved"]


def test_what_is_rolled_back_is_not_told(receiver, endpoint, article, commit):
    comment = ReaderCommentFactory(page=article)
    with commit(), suppress(RuntimeError), transaction.atomic():
        actions.approve([comment])
        raise RuntimeError

    assert receiver.received == []
    assert not WebhookDelivery.objects.exists()


def test_many_comments_cost_as_many_queries_as_a_few(article, settings, commit, endpoint):
    # Where nothing is sent at once: what is measured is what the decision itself waits for.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

    def cost(number):
        comments = [ReaderCommentFactory(page=article) for _ in range(number)]
        with CaptureQueriesContext(connection) as queries, commit():
            actions.approve(comments)
        return len(queries)

    assert cost(3) == cost(40)
    assert WebhookDelivery.objects.count() == 43


def test_without_endpoints_there_is_one_query_more(article, commit):
    comment = ReaderCommentFactory(page=article)
    with CaptureQueriesContext(connection) as queries, commit():
        actions.approve([comment])

    asked = [query["sql"] for query in queries if "webhook" in query["sql"]]
    assert len(asked) == 1


# Signatures


def sign_independently(secret, message):
    """What https://www.standardwebhooks.com says, written down anew."""
    key = base64.b64decode(secret[len("whsec_") :])
    content = f"{message.headers['webhook-id']}.{message.headers['webhook-timestamp']}.".encode()
    digest = hmac.new(key, content + message.body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def test_a_message_is_signed(receiver, endpoint, article, commit):
    with commit():
        article.save_revision().publish()

    [message] = receiver.received
    assert message.headers["webhook-signature"] == sign_independently(endpoint.secret, message)
    assert message.headers["webhook-id"] == read(message)["id"]
    signatures.verify(endpoint.secret, message.headers, message.body)


@pytest.mark.parametrize("change", ["body", "secret", "webhook-id", "webhook-timestamp", "missing"])
def test_a_message_that_was_changed_is_found_out(receiver, endpoint, article, commit, change):
    with commit():
        article.save_revision().publish()
    [message] = receiver.received
    secret, headers, body = endpoint.secret, dict(message.headers), message.body
    if change == "body":
        body += b" "
    elif change == "secret":
        secret = signatures.make_secret()
    elif change == "missing":
        del headers["webhook-signature"]
    else:
        headers[change] += "1"

    with pytest.raises(signatures.SignatureNotValid):
        signatures.verify(secret, headers, body)


def test_an_old_message_is_found_out(receiver, endpoint, article, commit):
    with commit():
        article.save_revision().publish()
    [message] = receiver.received
    sent = int(message.headers["webhook-timestamp"])

    with pytest.raises(signatures.SignatureNotValid):
        signatures.verify(endpoint.secret, message.headers, message.body, now=sent + 301)


def test_after_a_rotation_both_secrets_are_good_for_a_day(receiver, endpoint, article, commit):
    former = endpoint.secret
    endpoint.rotate()
    with commit():
        article.save_revision().publish()
    [message] = receiver.received

    assert endpoint.secret != former
    for secret in (endpoint.secret, former):
        signatures.verify(secret, message.headers, message.body)
    endpoint.rotated_at = timezone.now() - timedelta(hours=25)
    endpoint.save()
    with commit():
        article.save_revision().publish()
    with pytest.raises(signatures.SignatureNotValid):
        signatures.verify(former, receiver.received[1].headers, receiver.received[1].body)


# Delivery


@pytest.mark.parametrize("status", [301, 302, 400, 404, 500, 503])
def test_what_is_not_taken_is_tried_again_later(receiver, endpoint, article, commit, status):
    receiver.status = status
    receiver.headers = {"Location": receiver.url}
    before = timezone.now()
    with commit():
        article.save_revision().publish()

    delivery = WebhookDelivery.objects.get()
    # Nobody follows a redirect.
    assert len(receiver.received) == 1
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.PENDING, 1)
    assert delivery.answer_status == status
    wait = delivery.next_attempt_at - before
    assert timedelta(minutes=1) <= wait <= timedelta(minutes=1.5)


def test_it_is_given_up_after_the_last_attempt(receiver, endpoint, article, commit, settings):
    settings.COMMENTS_WEBHOOK_RETRIES = (1, 5)
    receiver.status = 500
    with commit():
        article.save_revision().publish()
    for _ in range(5):
        WebhookDelivery.objects.update(next_attempt_at=timezone.now())
        call_command("deliver_webhooks", stdout=StringIO())

    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.FAILED, 3)
    assert len(receiver.received) == 3
    assert len({message.headers["webhook-id"] for message in receiver.received}) == 1


def test_who_is_gone_is_not_asked_again(receiver, endpoint, article, commit):
    receiver.status = 410
    with commit():
        article.save_revision().publish()

    assert WebhookDelivery.objects.get().status == DeliveryStatus.FAILED
    endpoint.refresh_from_db()
    assert not endpoint.is_active
    [entry] = registry.get_logs_for_instance(endpoint)
    assert (entry.action, entry.user) == ("comments.webhook_gone", None)


def test_the_history_tells_that_the_receiver_has_switched_the_webhook_off(
    boss, receiver, endpoint, commit
):
    receiver.status = 410
    with commit():
        boss.post(reverse("webhooks:ping", args=[endpoint.pk]))

    [entry] = registry.get_logs_for_instance(endpoint)
    assert entry.user is None
    history = boss.get(reverse("webhooks:history", args=[endpoint.pk])).content.decode()
    assert "Switched off: its receiver says that it is gone for good" in history


def test_who_is_gone_does_not_hear_the_rest_of_a_batch(receiver, endpoint, commit):
    receiver.status = 410
    with commit():
        store([endpoint], WebhookEvent.PING, [{}, {}, {}])

    assert len(receiver.received) == 1
    statuses = WebhookDelivery.objects.values_list("status", flat=True)
    assert set(statuses) == {DeliveryStatus.FAILED}


def test_a_new_address_is_not_switched_off_by_the_former_one(receiver, endpoint):
    [delivery] = store([endpoint], WebhookEvent.PING, [{}])
    receiver.status = 410
    WebhookEndpoint.objects.update(url="https://example.com/new")

    deliver(delivery)

    assert len(receiver.received) == 1
    assert WebhookEndpoint.objects.get().is_active


def test_the_rest_of_a_batch_goes_to_the_new_address(receiver, endpoint):
    former, following = store([endpoint], WebhookEvent.PING, [{}, {}])
    receiver.status = 410
    WebhookEndpoint.objects.update(url=f"{endpoint.url}&new=yes")
    deliver(former)
    receiver.status = 200

    assert deliver(following)
    assert receiver.received[-1].path.endswith("&new=yes")


def test_the_command_sends_what_is_due_and_forgets_what_is_old(receiver, endpoint, article, commit):
    receiver.status = 500
    with commit():
        article.save_revision().publish()
    old = WebhookDelivery.objects.create(
        endpoint=endpoint,
        event="ping",
        payload={},
        status=DeliveryStatus.DELIVERED,
        created_at=timezone.now() - timedelta(days=31),
    )
    receiver.status = 200

    def run(*arguments):
        output = StringIO()
        call_command("deliver_webhooks", *arguments, stdout=output)
        return output.getvalue()

    assert run("--dry-run") == "0 messages are due, 1 are old.\n"
    WebhookDelivery.objects.exclude(pk=old.pk).update(next_attempt_at=timezone.now())
    assert run("--dry-run") == "1 messages are due, 1 are old.\n"
    assert run() == "1 of 1 messages have arrived, 1 old ones were deleted.\n"

    assert [delivery.status for delivery in WebhookDelivery.objects.all()] == ["delivered"]


def test_a_message_is_sent_once_however_many_workers_try(receiver, endpoint):
    delivery = WebhookDelivery.objects.create(
        endpoint=endpoint, event="ping", payload={"type": "ping", "data": {}}
    )
    same = WebhookDelivery.objects.get(pk=delivery.pk)

    assert [deliver(delivery), deliver(same)] == [True, False]
    assert len(receiver.received) == 1


def test_a_receiver_that_says_nothing_does_not_keep_the_worker(
    receiver, endpoint, article, commit, monkeypatch
):
    monkeypatch.setattr(sending, "STEP_SECONDS", 0.2)
    receiver.wait.clear()
    with commit():
        article.save_revision().publish()

    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.answer_status) == (DeliveryStatus.PENDING, None)
    assert "in time" in delivery.answer


def test_a_receiver_that_never_ends_is_cut_off(endpoint, article, commit, monkeypatch):
    monkeypatch.setattr(sending, "WHOLE_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint.url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        endpoint.save()
        stop = threading.Event()

        def drip():
            taken, _address = server.accept()
            with taken:
                while not stop.wait(0.05):
                    try:
                        taken.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with commit():
            article.save_revision().publish()
        stop.set()
        thread.join(5)

    assert WebhookDelivery.objects.get().answer_status is None


def test_nobody_at_the_address_is_no_error_for_the_editor(endpoint, receiver, article, commit):
    endpoint.url = "http://127.0.0.1:1/"
    endpoint.save()
    with commit():
        article.save_revision().publish()

    assert WebhookDelivery.objects.get().answer == "The connection failed."


# Addresses


@pytest.mark.parametrize("url", PRIVATE)
def test_no_message_goes_into_the_inner_network(url, article, commit):
    endpoint = WebhookEndpoint.objects.create(name="Inner", url=url)
    with commit():
        article.save_revision().publish()

    delivery = WebhookDelivery.objects.get(endpoint=endpoint)
    assert delivery.status == DeliveryStatus.PENDING
    assert delivery.answer_status is None
    assert "must begin" in delivery.answer or "private network" in delivery.answer


@pytest.mark.parametrize("url", MALFORMED)
def test_what_is_no_public_address_is_refused_in_the_form(url):
    with pytest.raises(ValidationError) as error:
        WebhookEndpoint(name="x", url=url).clean()

    assert "url" in error.value.message_dict


def test_one_private_address_behind_a_name_is_enough(monkeypatch):
    found = [(None, None, None, None, (ip, 443)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(outbound.AddressRefused):
        outbound.find_target("https://example.com/")


def test_a_name_is_looked_up_once_and_the_message_goes_to_what_was_checked(
    receiver, monkeypatch, settings
):
    """Whoever answers another address at the second question gets nothing (DNS rebinding)."""
    asked = []

    def look_up(host, port, **kwargs):
        asked.append(host)
        return [(None, None, None, None, ("127.0.0.1", port))]

    monkeypatch.setattr(outbound.socket, "getaddrinfo", look_up)
    target = outbound.find_target(f"http://example.com:{receiver.server_port}/")
    monkeypatch.undo()
    settings.COMMENTS_WEBHOOK_ALLOW_PRIVATE = True

    status, _answer = sending.send(target, b"{}", {})

    assert (status, asked) == (200, ["example.com"])
    assert receiver.received[0].headers["host"] == f"example.com:{receiver.server_port}"


def test_an_address_in_letters_of_any_script_is_sent_as_the_protocol_writes_it(
    receiver, monkeypatch, settings
):
    settings.COMMENTS_WEBHOOK_ALLOW_PRIVATE = True
    found = [(None, None, None, None, ("127.0.0.1", receiver.server_port))]
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_, **__: found)
    target = outbound.find_target(f"http://例え.example:{receiver.server_port}/頭?q=ü%20")
    monkeypatch.undo()

    sending.send(target, b"{}", {})

    message = receiver.received[0]
    assert message.path == "/%E9%A0%AD?q=%C3%BC%20"
    assert message.headers["host"] == f"xn--r8jz45g.example:{receiver.server_port}"


@pytest.mark.parametrize("ip", ["192.0.0.8", "192.0.0.192", "192.88.99.1", "3fff::1"])
def test_what_older_pythons_take_for_public_is_not(ip):
    assert not outbound.is_public(ip)


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are_public(ip):
    assert outbound.is_public(ip)


# In the admin


@pytest.fixture
def boss(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_a_webhook_is_made_in_the_admin(boss):
    data = {
        "name": "Front end",
        "url": "https://hooks.example.org/in",
        "events": ["page.published", "comment.approved"],
        "is_active": "on",
    }

    response = boss.post(reverse("webhooks:add"), data)

    assert response.status_code == 302
    endpoint = WebhookEndpoint.objects.get()
    assert endpoint.events == ["page.published", "comment.approved"]
    assert endpoint.secret.startswith("whsec_")
    shown = boss.get(reverse("webhooks:inspect", args=[endpoint.pk]))
    assert endpoint.secret in shown.text


def test_what_is_wrong_with_a_webhook_is_said_and_nothing_is_lost(boss):
    data = {"name": "Front end", "url": "http://10.0.0.1/", "events": ["page.published"]}

    response = boss.post(reverse("webhooks:add"), data)

    assert response.status_code == 200
    assert "must begin with https" in response.text
    assert 'value="http://10.0.0.1/"' in response.text
    assert not WebhookEndpoint.objects.exists()


def test_a_test_message_is_sent_and_shown(boss, endpoint, receiver, commit):
    with commit():
        response = boss.post(reverse("webhooks:ping", args=[endpoint.pk]), follow=True)

    assert get_types(receiver) == ["ping"]
    assert response.status_code == 200
    shown = boss.get(reverse("webhook_messages:index"), {"endpoint": endpoint.pk})
    assert "ping" in shown.text
    delivery = WebhookDelivery.objects.get()
    with commit():
        boss.post(reverse("webhook_messages:again", args=[delivery.pk]))
    assert get_types(receiver) == ["ping", "ping"]


def test_a_secret_is_changed_by_a_button(boss, endpoint):
    former = endpoint.secret
    boss.post(reverse("webhooks:rotate", args=[endpoint.pk]))

    endpoint.refresh_from_db()
    assert endpoint.secret != former
    assert endpoint.get_secrets() == [endpoint.secret, former]


@pytest.mark.parametrize("who", ["moderator", "editor"])
def test_nobody_without_the_permission_gets_in(client, endpoint, article, who):
    moderates = [article] if who == "moderator" else []
    client.force_login(make_staff(pages=[article], moderates=moderates))
    delivery = WebhookDelivery.objects.create(endpoint=endpoint, event="ping", payload={})
    before = list(WebhookEndpoint.objects.values())

    for name, pk in (
        ("webhooks:index", None),
        ("webhooks:add", None),
        ("webhooks:edit", endpoint.pk),
        ("webhooks:delete", endpoint.pk),
        ("webhooks:inspect", endpoint.pk),
        ("webhooks:rotate", endpoint.pk),
        ("webhooks:ping", endpoint.pk),
        ("webhook_messages:index", None),
        ("webhook_messages:inspect", delivery.pk),
        ("webhook_messages:again", delivery.pk),
    ):
        address = reverse(name, args=[pk] if pk else [])
        for method in (client.get, client.post):
            response = method(address)
            assert response.status_code in (302, 405), address
            assert endpoint.secret not in response.text
    assert list(WebhookEndpoint.objects.values()) == before
    assert WebhookDelivery.objects.count() == 1


def test_status_of_comments_that_readers_see_is_the_only_one_with_words(endpoint, article):
    for status in Status.values:
        comment = ReaderCommentFactory(page=article, status=status, subject=SECRET_WORDS)
        payload = make_payload("comment.edited", describe_comment(comment), message_id="x")
        told = complete(payload)

        assert ("subject" in told["data"]) is (status == Status.APPROVED), status
