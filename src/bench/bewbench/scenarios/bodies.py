"""(e) JSON bodies of 10 kB to 10 MB, and an answer of 10,000 rows."""

import json

from .. import peers, workflows
from ..client import call_path
from ..figures import OURS
from ..http_load import answers, measure, warm

TITLE = "large bodies and answers"
SIZES = {"10 kB body": 10_000, "1 MB body": 1_000_000, "10 MB body": 10_000_000}
ROWS, COUNT = "10,000 rows", 10_000
ITEM = {"id": 12345, "name": "an item with a text of about two hundred characters, " * 4, "price": 12.5}


def run(suite):
    server = suite.server()
    server.client.save(counting())
    server.client.save(listing())
    contestants = [server, *suite.fastapi("e", peers.STANDARD_1)]
    for case, size in SIZES.items():
        body, count = body_of(suite, size)
        request = {"method": "POST", "headers": {"Content-Type": "application/json"}, "body_file": str(body)}
        for contestant in contestants:
            warm(suite, contestant, path(contestant), 1, max(5, 20_000_000 // size // 4), **request)
        for number, contestant in suite.interleaved("e", case, contestants):
            suite.figures.add("e", case, contestant.key, number, measure(suite, contestant, path(contestant), 1, answers(str(count)), **request))
    for contestant in contestants:
        warm(suite, contestant, rows_path(contestant), 1, 60)
    for number, contestant in suite.interleaved("e", ROWS, contestants):
        suite.figures.add("e", ROWS, contestant.key, number, measure(suite, contestant, rows_path(contestant), 1, begins_with_the_rows))


def body_of(suite, size):
    """A file with a body of about this many bytes, and how many items are in it."""
    count = size // (len(json.dumps(ITEM)) + 2)
    file = suite.target / f"body-{size}.json"
    file.write_text(json.dumps({"items": [{**ITEM, "id": number} for number in range(count)]}))
    return file, count


def begins_with_the_rows(body):
    """Only the beginning is kept; that all are as long is checked for every case."""
    return body.replace(" ", "").startswith('{"data":{"rows":[{"id":0,"name":"row0","price":0.0},{"id":1,')


def path(contestant):
    return call_path("bench-items") if contestant.key == OURS else "/items"


def rows_path(contestant):
    return call_path("bench-rows", f"count={COUNT}") if contestant.key == OURS else f"/rows?count={COUNT}"


def counting():
    count = workflows.task("count", "ti.response_data('greeting', [{'text': str(len(ti.req_body['items']))}])")
    return {"id": "bench-items", "body": [{"name": "items", "type": "array", "required": True}], "tasks": [count], "response": workflows.GREETING}


def listing():
    rows = workflows.task("rows", "ti.response_data('rows', [{'id': i, 'name': f'row {i}', 'price': i / 4} for i in range(ti.url_params['count'])])")
    fields = [{"name": "id", "type": "integer", "required": True}, {"name": "name", "type": "string", "required": True}, {"name": "price", "type": "number", "required": True}]
    return {"id": "bench-rows", "url_args": [{"name": "count", "type": "integer", "required": True}], "tasks": [rows], "response": [{"key": "rows", "fields": fields}]}
