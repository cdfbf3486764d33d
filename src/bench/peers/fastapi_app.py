"""The same functions in FastAPI: what one writes who needs no graph, no record and no limits. Checked by pydantic as ours are by their schemas."""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Dict, List

from fastapi import FastAPI
from pydantic import BaseModel

CHAIN, FAN, N = 40, 8, 10


class Greeting(BaseModel):
    text: str


class Greetings(BaseModel):
    data: Dict[str, List[Greeting]]
    meta: Dict[str, Dict[str, Any]]


class Items(BaseModel):
    items: List[Any]


class Row(BaseModel):
    id: int
    name: str
    price: float


class Rows(BaseModel):
    data: Dict[str, List[Row]]
    meta: Dict[str, Dict[str, Any]]


app = FastAPI()


def greeting(text):
    return {"data": {"greeting": [{"text": text}]}, "meta": {"greeting": {}}}


def fibo(n):
    return n if n < 2 else fibo(n - 1) + fibo(n - 2)


def executor():
    """Made at the first call, so that the scenarios that do not need it do not pay for it."""
    if not hasattr(app.state, "executor"):
        app.state.executor = ProcessPoolExecutor(int(os.environ.get("BENCH_WORKERS", "2")))
    return app.state.executor


@app.get("/hello", response_model=Greetings)
async def hello(name: str):
    return greeting(f"Hello, {name}!")


@app.get("/chain", response_model=Greetings)
async def chain():
    """In one process, without anything between the tasks."""
    for _ in range(CHAIN):
        value = fibo(N)
    return greeting(str(value))


@app.get("/fan", response_model=Greetings)
async def fan():
    """One, then eight over a pool of processes, then one."""
    loop = asyncio.get_running_loop()
    fibo(N)
    await asyncio.gather(*(loop.run_in_executor(executor(), fibo, N) for _ in range(FAN)))
    return greeting(str(fibo(N)))


@app.post("/items", response_model=Greetings)
async def items(body: Items):
    return greeting(str(len(body.items)))


@app.get("/rows", response_model=Rows)
async def rows(count: int):
    return {"data": {"rows": [{"id": i, "name": f"row {i}", "price": i / 4} for i in range(count)]}, "meta": {"rows": {}}}
