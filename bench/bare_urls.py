"""The site's addresses, and a view that answers bytes and nothing else, behind its middleware."""

import json
import os
from functools import cache
from pathlib import Path

from django.db import connection
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from danceconnection.urls import urlpatterns as site_urls


@cache
def read(name):
    """Return the bytes that the bench has measured before."""
    return (Path(os.environ["BENCH_BODIES"]) / name).read_bytes()


@csrf_exempt
def answer(request, name):
    """Answer the bytes of the file; what is posted is read before."""
    if request.method == "POST":
        json.loads(request.body)
    return HttpResponse(read(name), content_type="application/json")


def answer_queried(request, name):
    """Answer the same after one query whose result is as long: what no list can be faster than."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT REPEAT('x', %s)", [len(read(name))])
        cursor.fetchall()
    return answer(request, name)


urlpatterns = [
    path("bare/<slug:name>/", answer),
    path("bare/<slug:name>/queried/", answer_queried),
    *site_urls,
]
