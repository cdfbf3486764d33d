package dev.beworkflows;

import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Vertx;

/**
 * What every part of a server is built on.
 *
 * @param loop of the engine
 * @param takeDown is told of each part that must be stopped, when that part is there
 */
record Basis(Configuration configuration, DataFolder data, Vertx vertx, EventLoop loop, TakeDown takeDown) {}
