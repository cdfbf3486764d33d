"""The values of one run in a test."""

import itertools
from typing import Mapping

from beworkflows_worker.secrets import Secrets
from beworkflows_worker.testing.temporary_folder import TemporaryFolder
from beworkflows_worker.value_room import ValueRoom
from beworkflows_worker.values import Values

_INLINE_BYTES = 64 << 10


class RunValues(Values):
    """With a folder of its own for the large ones, which is there as long as this is."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._temporary = TemporaryFolder()
        super().__init__(ValueRoom(self._temporary.folder("values"), durable=False), "test", _INLINE_BYTES, itertools.count(1), Secrets(secrets))
