from sklearn.metrics import accuracy_score, precision_recall_fscore_support


def evaluate(ti):
    model, test = ti.pull("model"), ti.pull("test")
    predicted = model.predict(test.drop(columns="species"))
    species = list(model.classes_)
    precision, recall, _, count = precision_recall_fscore_support(test["species"], predicted, labels=species)
    ti.response_data(
        "classes",
        [
            {"species": s, "precision": round(p, 3), "recall": round(r, 3), "flowers": n}
            for s, p, r, n in zip(species, precision, recall, count)
        ],
    )
    ti.response_meta(
        "classes",
        {"accuracy": round(accuracy_score(test["species"], predicted), 3), "tested_on": len(test), "trained_on": len(ti.pull("train"))},
    )
