import pickle

from common.framework.utils.events import send_user_task_sse
from common.framework.utils.object_store import put


def store(ti):
    forest = ti.pull("forest")
    content = pickle.dumps(forest)
    model = put(content, filename="forest.pkl")
    ti.response_data("model", [{"id": model, "bytes": len(content), "trees": len(forest.estimators_)}])
    send_user_task_sse(f"The model is kept as {model}")
