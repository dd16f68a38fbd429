"""Simulates a run that dies halfway.

The first IAM write takes effect, but its response is held back until the caller has been killed. Later writes have no
effect.
"""

import io
import threading
from urllib.parse import parse_qsl

WRITES = {"DeleteLoginProfile", "UpdateAccessKey"}
# A test that never releases must not block a thread forever.
PATIENCE_SECONDS = 60


class HeldWrites:
    def __init__(self):
        self.lock = threading.Lock()
        self.holding = False
        self.first = None
        self.done = threading.Event()
        self.released = threading.Event()

    def hold(self):
        """Holds writes until `release`."""
        self.first = None
        self.done.clear()
        self.released.clear()
        self.holding = True

    def wait(self):
        """Waits for the first write and returns its parameters, or None if there is none before the release."""
        self.done.wait(PATIENCE_SECONDS)
        return self.first

    def release(self):
        self.holding = False
        self.released.set()
        self.done.set()

    def call(self, app, environ, start_response):
        """Answers with the app's response, unless writes are held and this is one."""
        write = self.write_in(environ) if self.holding else None
        if write is None:
            return app(environ, start_response)
        with self.lock:
            is_first = self.first is None
            self.first = self.first or write
        if is_first:
            list(app(environ, lambda status, headers, exc_info=None: None))
            self.done.set()
        self.released.wait(PATIENCE_SECONDS)
        start_response("503 Service Unavailable", [])
        return []

    @staticmethod
    def write_in(environ):
        if "/iam/aws4_request" not in environ.get("HTTP_AUTHORIZATION", ""):
            return None
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        parameters = dict(parse_qsl(body.decode()))
        return parameters if parameters.get("Action") in WRITES else None
