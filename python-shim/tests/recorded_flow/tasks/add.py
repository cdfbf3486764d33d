from common.framework.utils.object_store import put


def add(ti):
    total = sum(float(cell) for cell in ti.pull("cells"))
    ti.response_data("sums", [{"sum": total, "object": put(str(total))}])
    ti.response_meta("sums", {"for": ti.user})
