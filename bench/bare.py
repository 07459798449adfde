"""A Django site of one view that answers the bytes of a file: what nothing can be faster than."""

import json
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

BODY = Path(os.environ["BENCH_BODY"]).read_bytes()


def answer(request):
    """Answer the bytes; what is posted is read before."""
    if request.method == "POST":
        json.loads(request.body)
    return HttpResponse(BODY, headers={"Content-Length": len(BODY)})


urlpatterns = [path("", answer)]
settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="measured and thrown away",
)
application = get_wsgi_application()
