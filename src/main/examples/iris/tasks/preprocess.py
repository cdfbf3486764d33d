from sklearn.model_selection import train_test_split


def preprocess(ti):
    flowers = ti.pull("flowers").drop_duplicates()
    flowers.columns = [name.replace(" (cm)", "").replace(" ", "_") for name in flowers.columns]
    flowers["petal_area"] = flowers["petal_length"] * flowers["petal_width"]
    train, test = train_test_split(
        flowers, test_size=ti.url_params["test_share"], stratify=flowers["species"], random_state=0
    )
    ti.push("train", train)
    ti.push("test", test)
