def total(ti):
    ti.push("sum", sum(ti.pull("numbers")))
