def clean(ti):
    outliers = ti.pull("outliers")
    ti.push("numbers", [number for number in ti.pull("numbers") if number not in outliers])
