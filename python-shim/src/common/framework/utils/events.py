"""Messages to the user of a run."""

from typing import Any

from beworkflows_worker import json_values
from beworkflows_worker.call import current_call


def send_user_task_sse(message: Any) -> None:
    """Sends a message, text or any value with a JSON form, to the user of the run of the current task. Usable in all threads of the task."""
    current_call("send_user_task_sse").notify("message", message=json_values.encode(message, "message"))
