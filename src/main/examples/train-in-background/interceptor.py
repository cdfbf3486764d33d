import csv

from common.framework.utils.events import send_user_task_sse


def intercept(ti):
    """Runs inside the call: refuses what is no table, keeps the file, and hands its id on."""
    file = ti.req_form.pop("csv")
    with file.open("r", newline="", encoding="utf-8", errors="replace") as text:
        rows = list(csv.reader(text))
    if len(rows) < 20 or len(rows[0]) < 2:
        raise ValueError(f"{file.filename} is no CSV file with a header, two columns or more and 20 rows or more")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            raise ValueError(f"{file.filename}, line {number}: {len(row)} columns, the header has {len(rows[0])}")
        for name, cell in zip(rows[0][:-1], row[:-1]):
            try:
                float(cell)
            except ValueError:
                raise ValueError(f"{file.filename}, line {number}, column {name!r}: {cell[:40]!r} is not a number") from None
    ti.req_body["csv_id"] = file.save()
    send_user_task_sse(f"{file.filename}: {len(rows) - 1} rows accepted")
