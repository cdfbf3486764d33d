"""Puts an array of 100 MB into Ray's object store and gets it in other processes: reads how many, answers the milliseconds."""

import json
import sys
import time

import numpy
import ray


@ray.remote
class Reader:
    def get(self, held):
        begin = time.perf_counter()
        value = ray.get(held[0])
        assert value.nbytes == 100_000_000
        return (time.perf_counter() - begin) * 1000


ray.init(num_cpus=8, include_dashboard=False, logging_level="ERROR", log_to_driver=False)
readers = [Reader.remote() for _ in range(4)]
value = numpy.random.default_rng(1).random(12_500_000)
small = ray.put(value[:10])
print("ready", flush=True)
for line in sys.stdin:
    begin = time.perf_counter()
    reference = ray.put(value)
    put = (time.perf_counter() - begin) * 1000
    get = max(ray.get([reader.get.remote([reference]) for reader in readers[: int(line)]]))
    del reference
    print(json.dumps({"put_ms": put, "get_ms": get}), flush=True)
