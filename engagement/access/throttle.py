"""How many requests a caller may send: a bucket that refills, in the Redis-protocol server.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10. Whoever calls is told apart by
their key, or by who is signed in on the pages.
"""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from django.http import HttpResponse

#: The bucket is full again so many seconds after it was empty.
WINDOW = 60
#: A server that does not answer is left alone for so many seconds, and nobody is limited.
REST = 5
#: Takes one request out of a bucket in one step, by the server's own clock, whatever its callers'
#: clocks say. Answers whether there was one, how many are left, and milliseconds until the next.
TAKE = """
local most, window = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local kept = redis.call('HMGET', KEYS[1], 'left', 'at')
local left, at = tonumber(kept[1]) or most, tonumber(kept[2]) or now
left = math.min(most, left + math.max(0, now - at) * most / window)
local taken = 0
if left >= 1 then taken, left = 1, left - 1 end
redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', now)
redis.call('PEXPIRE', KEYS[1], window)
return {taken, math.floor(left), math.ceil((1 - left) * window / most)}
"""
log = logging.getLogger("engagement.api")


@dataclass(frozen=True)
class Allowance:
    """What a caller has left; `wait` is in seconds, 0 where the request was taken."""

    most: int
    left: int
    wait: int = 0

    def tell(self, answer: HttpResponse) -> None:
        """Say it in the headers of an answer."""
        full = math.ceil((self.most - self.left) * WINDOW / self.most)
        answer["RateLimit-Policy"] = f'"requests";q={self.most};w={WINDOW}'
        answer["RateLimit"] = f'"requests";r={self.left};t={self.wait or full}'
        if self.wait:
            answer["Retry-After"] = str(self.wait)


class Bucket:
    """The buckets of one server."""

    def __init__(self, address: str) -> None:
        self._server = redis.Redis.from_url(
            address, socket_timeout=0.5, socket_connect_timeout=0.5, protocol=2
        )
        self._take: Any = self._server.register_script(TAKE)
        self._silent_until = 0.0

    def take(self, caller: str, most: int) -> Allowance | None:
        """Take one request of so many in a minute; nothing where the server is away."""
        if time.monotonic() < self._silent_until:
            return None
        try:
            taken, left, wait = self._take(keys=[f"jisr:limit:{caller}"], args=[most, WINDOW])
        except redis.RedisError as error:
            self._silent_until = time.monotonic() + REST
            log.error("nobody is limited: the cache is away (%s)", type(error).__name__)
            return None
        return Allowance(most, left, 0 if taken else max(1, math.ceil(wait / 1000)))


@lru_cache(maxsize=4)
def _bucket(address: str) -> Bucket:
    return Bucket(address)


def allowance(caller: str) -> Allowance | None:
    """What this request leaves its caller; nothing where nobody is limited."""
    most: int = settings.API_LIMIT
    return _bucket(settings.REDIS_URL).take(caller, most) if most > 0 else None
