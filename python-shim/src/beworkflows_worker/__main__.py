"""Starts a worker. The order matters: group and descriptors are settled before anything else can fail."""

import sys

from beworkflows_worker import descriptors, process
from beworkflows_worker.channel import Channel
from beworkflows_worker.output import Output
from beworkflows_worker.runner import Runner


def main(*, hidden: bool = False) -> None:
    """`hidden`: other processes of the same user cannot look into this one."""
    process.lead_own_group()
    process.die_with_parent()
    process.offer_itself_first()
    if hidden:
        process.hide()
    process.settle_signals()
    claimed = descriptors.claim()
    process.watch_for_hang_up(claimed.protocol_input)
    channel = Channel(claimed.protocol_input, claimed.protocol_output, on_end=process.end_group)
    process.forbid_protocol_after_fork(channel)
    Runner(channel, Output(claimed)).serve()


if __name__ == "__main__":
    sys.exit(main())
