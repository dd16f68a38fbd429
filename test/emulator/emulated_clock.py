"""The emulator's clock, which a test moves: IAM stamps with it what it creates, and dates its reports by it."""

from datetime import timedelta

import moto.iam.models
from moto.core.utils import utcnow

ahead = timedelta()


def move(milliseconds):
    """Ahead of this machine's clock by so much from now on; less than nothing is behind it."""
    global ahead
    ahead = timedelta(milliseconds=milliseconds)


def now():
    """UTC, and does not say so, as moto's dates."""
    return utcnow() + ahead


def without_date(start_response):
    """The date of an answer is this machine's. An SDK that took it for IAM's clock would find its own wrong, and
    repeat every call that fails; by the answer of a cache, which has an age, it does not set its clock.
    """

    def start(status, headers, exc_info=None):
        return start_response(status, [*headers, ("Age", "0")], exc_info)

    return start


def install():
    moto.iam.models.utcnow = now
