"""A small HTTP client for what is not measured: saving workflows, reading records, following a run to its end."""

import contextlib
import http.client
import json

API = "/api/app/be_workflows"


class Unexpected(Exception):
    """An answer with another status than the one that was waited for."""


class Client:
    def __init__(self, port):
        self.port = port

    def ask(self, method, path, body=None, expect=(200, 201), headers=None):
        """The JSON of the answer."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **(headers or {})} if body is not None else headers or {}
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request(method, path, data, headers)
            response = connection.getresponse()
            text = response.read()
        if response.status not in expect:
            raise Unexpected(f"{method} {path}: {response.status} {text[:500].decode(errors='replace')}")
        return json.loads(text) if text else None

    def save(self, workflow):
        """Saves it, whether or not an earlier scenario has."""
        self.ask("POST", API + "/be_wf_graph", workflow, expect=(201, 409))

    def call(self, workflow, query="", expect=(200,), headers=None):
        return self.ask("GET", call_path(workflow, query), expect=expect, headers=headers)

    def record(self, run):
        return self.ask("GET", f"{API}/runs/{run}")

    def follow(self, run):
        """Returns when the run's stream of events has ended, which is when the run has."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", f"{API}/runs/{run}/events")
        response = connection.getresponse()
        while response.read(65_536):
            pass
        connection.close()


def call_path(workflow, query=""):
    return f"{API}/be_wf_graph/id/{workflow}/call" + ("?" + query if query else "")
