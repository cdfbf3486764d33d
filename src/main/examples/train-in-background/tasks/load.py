import pandas as pd
from common.framework.utils.object_store import get


def load(ti):
    table = pd.read_csv(get(ti.req_body["csv_id"]).path).dropna()
    print(table.describe())
    ti.push("table", table)
