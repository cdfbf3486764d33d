def ready(ti):
    ti.push("seconds", min(max(ti.url_params["seconds"], 0), 3600))
