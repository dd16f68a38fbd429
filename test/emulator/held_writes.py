"""The death of a run half way: IAM does what the first write asks and then says nothing, until whoever waits for
the answer has been killed. Writes that come after it are not heard any more.
"""

import io
import threading
from urllib.parse import parse_qsl

WRITES = {"DeleteLoginProfile", "UpdateAccessKey"}
# A test that never lets go must not keep a thread for ever.
PATIENCE_SECONDS = 60


class HeldWrites:
    def __init__(self):
        self.lock = threading.Lock()
        self.holding = False
        self.first = None
        self.done = threading.Event()
        self.released = threading.Event()

    def hold(self):
        """From now on, until `release`."""
        self.first = None
        self.done.clear()
        self.released.clear()
        self.holding = True

    def wait(self):
        """Parameters of the first write, once it has been done; None if there was none until the release."""
        self.done.wait(PATIENCE_SECONDS)
        return self.first

    def release(self):
        self.holding = False
        self.released.set()
        self.done.set()

    def call(self, app, environ, start_response):
        """The app's answer, unless writes are held and this is one."""
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
