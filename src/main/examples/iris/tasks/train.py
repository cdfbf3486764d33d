from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(ti):
    rows = ti.pull("train")
    if ti.url_params["classifier"] == "forest":
        model = RandomForestClassifier(n_estimators=50, random_state=0)
    else:
        model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(rows.drop(columns="species"), rows["species"])
    ti.push("model", model)
