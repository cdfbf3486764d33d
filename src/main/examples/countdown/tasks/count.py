import time

from common.framework.utils.events import send_user_task_sse


def count(ti):
    for left in range(ti.pull("seconds"), 0, -1):
        send_user_task_sse(str(left))
        time.sleep(1)
