"""What happens to every request: it gets its moment, and a refusal becomes an answer."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from jixiao.audit.actions import Denied
from jixiao.kernel.refusal import Refused

from .views import answer, too_large

Handler = Callable[[HttpRequest], HttpResponseBase]
FORM_ROOM = 1 << 20  # the fields and borders around the files


def arrival(get_response: Handler) -> Handler:
    """Read the clock, once, and turn away what is too large before any of it is read."""
    most = settings.FILE_LIMIT * settings.FILES_LIMIT + FORM_ROOM

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.at = timezone.now()  # type: ignore[attr-defined] # views see it through accounts.context.Request
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > most:
            return too_large(request)
        return get_response(request)

    return middleware


class Answers:
    """Turn a refusal raised anywhere below into a page, or for htmx into a fragment, that says why and offers a way on."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is not ours."""
        if isinstance(exception, Denied):
            return answer(request, 403, exception.sentence)
        if isinstance(exception, Refused):
            return answer(request, 409, exception.sentence)
        return None
