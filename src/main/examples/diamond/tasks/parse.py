def parse(ti):
    numbers = [float(text) for text in ti.url_params["numbers"]]
    print(f"{len(numbers)} numbers")
    ti.push("numbers", numbers)
