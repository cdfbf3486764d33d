"""Calls workflows through the clients that were generated from their documents: use_clients.py FOLDER URL KEY."""

import datetime
import importlib
import pkgutil
import sys

folder, url, key = sys.argv[1:]
sys.path.insert(0, folder)


def everything(package):
    """All of a client imports."""
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)


for name in ("hello", "diamond", "iris", "typed", "formed", "server"):
    everything(importlib.import_module(name))

import diamond
import formed
import hello
import server
import typed
from diamond.api.calls import call_diamond_by_get
from formed.api.calls import call_formed_by_post
from formed.models import CallForm, CallMultipart
from formed.types import File
from hello.api.calls import call_hello_by_get, call_hello_by_post
from server.api.runs import get_run, list_runs
from server.api.schedules import create_schedule
from server.models import NewSchedule
from typed.api.calls import call_typed_by_put
from typed.models import CallBody, QueryRow


def client(package):
    return package.AuthenticatedClient(base_url=url, token=key)


answer = call_hello_by_get.sync(client=client(hello), name="Ada")
assert isinstance(answer, hello.models.Answer), answer
assert isinstance(answer.data.greeting[0], hello.models.GreetingRow)
assert answer.data.greeting[0].text == "Hello, Ada!"

problem = call_hello_by_get.sync(client=client(hello), name="<")
assert isinstance(problem, hello.models.Problem), problem
assert (problem.type_, problem.status, problem.errors[0].name) == ("/problems/invalid-request", 400, "name")

refused = call_hello_by_get.sync(client=hello.Client(base_url=url))
assert refused.type_ == "/problems/api-key-needed", refused

accepted = call_hello_by_post.sync(client=client(hello), prefer="respond-async", idempotency_key="one")
assert isinstance(accepted, hello.models.AcceptedRun), accepted

run = get_run.sync(accepted.run_id, client=client(server))
assert run.workflow_id == "hello", run
page = list_runs.sync(client=client(server), workflow="hello", limit=1)
assert isinstance(page.items[0].accepted_at, datetime.datetime), page

wanted = NewSchedule.from_dict({"workflow_id": "hello", "cron": "@yearly", "request": {"url_params": {"name": "Ada"}}})
schedule = create_schedule.sync(client=client(server), body=wanted)
assert schedule.request.url_params["name"] == "Ada", schedule

statistics = call_diamond_by_get.sync(client=client(diamond), numbers=["3", "1"]).data.statistics
assert [row.value for row in statistics] == [4.0, 1.0, 3.0], statistics

body = CallBody(i=7, n=1.5, day=datetime.date(2026, 1, 31), b=True, a=[1, "x"])
row = call_typed_by_put.sync(client=client(typed), body=body, i=5, at=datetime.datetime(2026, 1, 31, tzinfo=datetime.timezone.utc))
assert isinstance(row.data.query[0], QueryRow), row
assert (row.data.query[0].i, row.data.query[0].s, row.data.body[0].day) == (5, "abc", datetime.date(2026, 1, 31)), row
assert row.data.body[0].a == [1, "x"], row

file = File(payload=open(__file__, "rb"), file_name="me.py", mime_type="text/x-python")
form = call_formed_by_post.sync(client=client(formed), body=CallMultipart(i=1, s="multi", file=file)).data.form[0]
assert (form.i, form.s) == (1, "multi") and form.size > 1000, form
form = call_formed_by_post.sync(client=client(formed), body=CallForm(i=2, a=["x", "y"])).data.form[0]
assert (form.i, form.s, form.size) == (2, "abc", None), form
print("all called")
