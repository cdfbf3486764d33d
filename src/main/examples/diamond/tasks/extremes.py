def extremes(ti):
    numbers = ti.pull("numbers")
    ti.push("smallest", min(numbers))
    ti.push("largest", max(numbers))
