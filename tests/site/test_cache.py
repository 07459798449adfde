"""The site can lose its Redis."""

import socket
import time

import pytest

from danceconnection import cache as site_cache

OPTIONS = {"socket_connect_timeout": 0.1, "socket_timeout": 0.1}


def make_cache(port):
    return site_cache.LosableRedisCache(f"redis://127.0.0.1:{port}/0", {"OPTIONS": OPTIONS})


@pytest.fixture(autouse=True)
def no_outage_yet(monkeypatch):
    monkeypatch.setattr(site_cache.LosableClient, "outages", {})


@pytest.fixture
def silent_port():
    """Return a port whose server accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_cache_that_is_down_answers_like_an_empty_one(closed_port):
    cache = make_cache(closed_port)

    cache.set("key", "value")
    cache.set_many({"key": "value"})
    cache.delete_many(["key"])
    assert cache.get("key") is None
    assert cache.get("key", "default") == "default"
    assert cache.get_or_set("key", lambda: "made") == "made"
    assert cache.get_many(["key"]) == {}
    assert not cache.add("key", "value")
    assert not cache.touch("key")
    assert not cache.delete("key")
    assert not cache.has_key("key")
    assert not cache.clear()
    with pytest.raises(ValueError, match="not found"):
        cache.incr("key")


def test_any_text_is_a_key(closed_port):
    assert make_cache(closed_port).get("what memcached would not take") is None


def test_cache_that_hangs_costs_one_time_out_and_not_one_for_each_key(silent_port):
    cache = make_cache(silent_port)
    begin = time.monotonic()

    for number in range(20):
        assert cache.get(f"key-{number}") is None

    assert time.monotonic() - begin < 0.5


def test_cache_is_asked_again_after_a_pause(closed_port, monkeypatch, caplog):
    cache = make_cache(closed_port)
    cache.get("key")
    cache.get("key")
    assert len(caplog.messages) == 1

    later = time.monotonic() + site_cache.PAUSE_SECONDS + 1
    monkeypatch.setattr(site_cache.time, "monotonic", lambda: later)
    cache.get("key")

    assert len(caplog.messages) == 2
