from sklearn.datasets import load_iris


def read_data(ti):
    iris = load_iris(as_frame=True)
    flowers = iris.frame.rename(columns={"target": "species"})
    flowers["species"] = flowers["species"].map(dict(enumerate(iris.target_names)))
    print(f"{len(flowers)} flowers with {len(iris.feature_names)} measures each")
    ti.push("flowers", flowers)
