"""Lambda, without Docker: each function's bundle runs in warm node processes, with its deployed environment and a session
of its role. A process has one event at a time.

A test says what becomes of events, by a part of their payload: {"when": {"account": ID}, "effect": "kill", "times": 1}
    kill: the process is ended as soon as it has the event
    throttle: Lambda has no room for it
"""

import collections
import io
import json
import os
import subprocess
import tempfile
import threading
import zipfile
from pathlib import Path
from uuid import uuid4

from moto.awslambda.utils import get_backend

import emulated_clock
from organization import permissions

RUNTIME = Path(__file__).parent / "warm-runtime.js"
MOVED_CLOCK = Path(__file__).parent.parent / "moved-clock.js"
AT_ONCE = 5
# Nothing in a test takes as long.
PATIENCE_SECONDS = 90

url = None
rules = []
logs = collections.deque(maxlen=5_000)
pools = {}
lock = threading.Lock()
stopped = threading.Event()


class FunctionError(Exception):
    def __init__(self, name, message):
        super().__init__(message)
        self.payload = {"errorType": name, "errorMessage": message}


class Process:
    """One execution environment."""

    def __init__(self, function, folder):
        self.ahead = emulated_clock.ahead
        self.code = function.code_sha_256
        read, write = os.pipe()
        session = permissions.session_for_function(function.role, function.function_name[:60])
        self.key = session.access_key_id
        environment = {
            "PATH": os.environ["PATH"],
            "CLOCK_AHEAD_MS": str(int(self.ahead.total_seconds() * 1000)),
            "ANSWERS_FD": str(write),
            "AWS_ACCESS_KEY_ID": session.access_key_id,
            "AWS_SECRET_ACCESS_KEY": session.secret_access_key,
            "AWS_SESSION_TOKEN": session.session_token,
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": url,
            "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
            "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
            **function.environment_vars,
        }
        node = [os.environ["EMULATOR_NODE"], "--require", str(MOVED_CLOCK), str(RUNTIME)]
        handler = function.handler.removeprefix("index.")
        self.child = subprocess.Popen(
            [*node, str(folder / "index.js"), handler],
            env=environment,
            pass_fds=[write],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        os.close(write)
        self.answers = os.fdopen(read)
        threading.Thread(target=self.keep_log, args=[function.function_name], daemon=True).start()

    def keep_log(self, name):
        for line in self.child.stdout:
            logs.append({"function": name, "line": line.decode(errors="replace").rstrip("\n")})

    def handle(self, function, payload, doomed):
        context = {
            "functionName": function.function_name,
            "functionVersion": "$LATEST",
            "invokedFunctionArn": function.function_arn,
            "memoryLimitInMB": str(function.memory_size),
            "awsRequestId": str(uuid4()),
        }
        message = {"event": payload, "context": context, "timeoutMs": int(function.timeout) * 1000}
        # A process has one event at a time, so what it asks meanwhile is about that account.
        permissions.sessions[self.key]["about"] = payload.get("account")
        timer = threading.Timer(PATIENCE_SECONDS, self.child.kill)
        timer.start()
        try:
            self.child.stdin.write(json.dumps(message).encode() + b"\n")
            self.child.stdin.flush()
            if doomed:
                self.child.kill()
            answer = self.answers.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            timer.cancel()
        if answer == "":
            self.end()
            raise FunctionError("Runtime.ExitError", "RequestId: Error: Runtime exited with error: signal: killed")
        return json.loads(answer)

    def is_fit(self, function):
        return self.child.poll() is None and self.ahead == emulated_clock.ahead and self.code == function.code_sha_256

    def end(self):
        self.child.kill()
        self.child.wait()


class Pool:
    def __init__(self):
        self.room = threading.Semaphore(AT_ONCE)
        self.idle = []
        self.all = []
        self.folders = {}

    def invoke(self, function, payload):
        doomed = next_rule(payload)
        if doomed == "throttle":
            raise FunctionError("Lambda.TooManyRequestsException", "Rate Exceeded")
        if stopped.is_set():
            raise FunctionError("Runtime.ExitError", "the functions are stopped")
        with self.room:
            process = self.take(function)
            answer = process.handle(function, payload, doomed == "kill")
            with lock:
                self.idle.append(process)
        if "error" in answer:
            raise FunctionError(answer["error"]["name"], answer["error"]["message"])
        return answer["answer"]

    def take(self, function):
        with lock:
            while self.idle:
                process = self.idle.pop()
                if process.is_fit(function):
                    return process
                process.end()
                self.all.remove(process)
            process = Process(function, self.code_of(function))
            self.all.append(process)
            return process

    def code_of(self, function):
        if function.code_sha_256 not in self.folders:
            folder = Path(tempfile.mkdtemp(prefix="task-", dir=os.environ["EMULATOR_FOLDER"]))
            zipfile.ZipFile(io.BytesIO(function.code_bytes)).extractall(folder)
            self.folders[function.code_sha_256] = folder
        return self.folders[function.code_sha_256]


def invoke(arn, payload):
    """@raises FunctionError"""
    _, _, _, region, account, _, name = arn.split(":")[:7]
    function = get_backend(account, region).get_function(name)
    with lock:
        pool = pools.setdefault(name, Pool())
    return pool.invoke(function, payload)


def next_rule(payload):
    with lock:
        for rule in rules:
            if rule["times"] > 0 and rule["when"].items() <= {k: v for k, v in payload.items() if isinstance(v, str)}.items():
                rule["times"] -= 1
                return rule["effect"]
    return None


def set_rules(wanted):
    """@returns the rules before, with how many times they still had"""
    with lock:
        before = list(rules)
        rules[:] = wanted
    return before


def kill_all(and_stay_dead):
    """As when a whole service goes: whatever runs ends at once."""
    if and_stay_dead:
        stopped.set()
    with lock:
        processes = [process for pool in pools.values() for process in pool.all]
        for pool in pools.values():
            pool.idle.clear()
            pool.all.clear()
    for process in processes:
        process.end()


def go_on():
    stopped.clear()


def invoked(wanted):
    """{"function": ARN, "payload"}: an invocation by somebody else than the state machine."""
    try:
        return {"answer": invoke(wanted["function"], wanted["payload"])}
    except FunctionError as error:
        return {"error": error.payload}
