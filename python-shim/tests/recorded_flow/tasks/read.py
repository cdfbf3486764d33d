import csv


def read(ti):
    with ti.req_form["csv"].open("r", newline="") as file:
        ti.push("cells", [row[ti.url_params["column"]] for row in csv.reader(file)])
