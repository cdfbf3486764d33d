def greet(ti):
    ti.response_data("greeting", [{"text": f"Hello, {ti.url_params['name']}!"}])
