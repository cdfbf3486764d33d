from common.framework.utils.events import send_user_task_sse


def lift_off(ti):
    send_user_task_sse("Lift off!")
    ti.response_data("flight", [{"counted": ti.pull("seconds")}])
