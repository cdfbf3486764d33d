from sklearn.metrics import accuracy_score, classification_report


def evaluate(ti):
    classes = ti.pull("test_classes")
    predicted = ti.pull("forest").predict(ti.pull("test_features"))
    report = classification_report(classes, predicted, output_dict=True, zero_division=0)
    names = sorted(set(classes))
    rows = [{"class": name, "recall": round(report[name]["recall"], 3), "rows": int(report[name]["support"])} for name in names]
    ti.response_data("scores", rows)
    ti.response_meta("scores", {"accuracy": round(accuracy_score(classes, predicted), 3)})
