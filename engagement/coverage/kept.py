"""Pages of coverage as they were made before, for as long as nothing changed that they show.

In the memory of the web process only, for a minute, and for nobody but the session it was made for.
A page is asked for by who acts and what they may see, by all of their session, by the language, the
address and the day, and by the state of the programme's change log: the next write makes another.
The minute is for what no change log tells of, such as the name of a team.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from engagement.access.scope import Actor, acting_as
from engagement.audit.actions import state_of_log

#: For so long; 0: nothing is kept.
SECONDS = 60
#: Of some 100 kB each.
MOST = 64

_pages: OrderedDict[Hashable, tuple[float, bytes]] = OrderedDict()
_lock = Lock()


def kept(request: HttpRequest, actor: Actor, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that was made of the same state, or one that `make` makes now."""
    if not SECONDS or len(get_messages(request)):  # messages are told once
        return make()
    key = _key(request, actor)
    with _lock:
        made, body = _pages.get(key, (0.0, b""))
    if body and monotonic() - made < SECONDS:
        return HttpResponse(body)
    response = make()
    if response.status_code == 200:
        _keep(key, response.content)
    return response


def forget() -> None:
    """Keep nothing any longer."""
    with _lock:
        _pages.clear()


def _key(request: HttpRequest, actor: Actor) -> Hashable:
    # Read before the page is: what is written in between makes another state for whoever asks next.
    with acting_as(actor, "read"):
        state = state_of_log()
    session = (request.session.session_key, repr(sorted(request.session.items())))
    get_token(request)  # a form's token belongs to the cookie it was made beside
    cookie = request.META.get("CSRF_COOKIE")
    address = (request.get_full_path(), "HX-Request" in request.headers)
    return actor, actor.name, state, session, cookie, address, get_language(), actor.today()


def _keep(key: Hashable, body: bytes) -> None:
    with _lock:
        _pages[key] = monotonic(), body
        while len(_pages) > MOST:
            _pages.popitem(last=False)
