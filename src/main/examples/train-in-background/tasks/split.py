from sklearn.model_selection import train_test_split


def split(ti):
    table = ti.pull("table")
    features, classes = table.iloc[:, :-1], table.iloc[:, -1].astype(str)
    parts = train_test_split(features, classes, test_size=0.3, random_state=0, stratify=classes)
    for key, part in zip(("train_features", "test_features", "train_classes", "test_classes"), parts):
        ti.push(key, part)
