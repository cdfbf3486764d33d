from common.framework.utils.events import send_user_task_sse
from sklearn.ensemble import RandomForestClassifier


def train(ti):
    features, classes = ti.pull("train_features"), ti.pull("train_classes")
    rounds = max(1, ti.req_form["rounds"])
    forest = RandomForestClassifier(n_estimators=0, warm_start=True, random_state=0)
    for done in range(1, rounds + 1):
        forest.set_params(n_estimators=10 * done)
        forest.fit(features, classes)
        send_user_task_sse(f"Training {100 * done // rounds} %")
    ti.push("forest", forest)
