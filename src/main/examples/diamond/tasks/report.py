def report(ti):
    for name in ("sum", "smallest", "largest"):
        ti.response_data("statistics", [{"name": name, "value": ti.pull(name)}])
    ti.response_meta("statistics", {"count": len(ti.pull("numbers"))})
