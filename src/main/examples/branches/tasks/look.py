from statistics import median


def look(ti):
    numbers = [float(text) for text in ti.url_params["numbers"]]
    if len(numbers) < 3:
        ti.skip_following(reason="fewer than three numbers")
        return
    middle = median(numbers)
    spread = median(abs(number - middle) for number in numbers)
    ti.push("numbers", numbers)
    ti.push("outliers", [number for number in numbers if abs(number - middle) > 5 * spread])
