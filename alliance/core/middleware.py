"""Requests that no view should see, and failures that no view can answer."""

import codecs
from collections.abc import Iterator

from django.http import HttpResponseBadRequest
from django.shortcuts import render
from redis.exceptions import RedisError

MESSAGE = "提交的内容含有无效字符，请检查后重试。"


class RejectNulMiddleware:
    """Text that PostgreSQL would answer with a 500 is a 400 in Chinese.

    That is a NUL character in the path, a parameter or a cookie (whose octal escapes Django undoes), and a body
    declared in another charset than UTF-8: UTF-7 for instance smuggles lone surrogates in, which no column holds.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _is_utf8(request) or any("\x00" in text for text in _texts(request)):
            return HttpResponseBadRequest(MESSAGE, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class CacheAwayMiddleware:
    """A view that needs the shared cache (log-in counts its attempts there) answers 503 in Chinese while it is away.

    Counting in each process instead would let a guesser try as often as there are processes.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return render(request, "503.html", status=503) if isinstance(exception, RedisError) else None


def _is_utf8(request) -> bool:
    return not request.encoding or codecs.lookup(request.encoding).name == "utf-8"


def _texts(request) -> Iterator[str]:
    """Everything that the visitor wrote."""
    yield request.path
    yield from request.COOKIES.values()
    for data in (request.GET, request.POST):
        for name, values in data.lists():
            yield name
            yield from values
