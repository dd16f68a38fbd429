"""The emulator's clock, which a test moves. IAM uses it for creation dates and for reports."""

from datetime import timedelta

import moto.iam.models
from moto.core.utils import utcnow

ahead = timedelta()


def move(milliseconds):
    """Moves the clock ahead of this machine's clock, or behind it if negative."""
    global ahead
    ahead = timedelta(milliseconds=milliseconds)


def now():
    """UTC without a time zone, like moto's dates."""
    return utcnow() + ahead


def without_date(start_response):
    """Stops SDKs from setting their clock by a response.

    The Date header is this machine's time. An SDK would conclude that its own clock is wrong, and would retry every
    failed call. SDKs ignore the date of a cached response, which has an Age header.
    """

    def start(status, headers, exc_info=None):
        return start_response(status, [*headers, ("Age", "0")], exc_info)

    return start


def install():
    moto.iam.models.utcnow = now
