package dev.beworkflows.http;

import dev.beworkflows.schema.RawRequest;

/**
 * A request that was read whole. Its files lie on disk until somebody deletes them, which somebody must.
 *
 * @param isLarge whether checking it would hold up an event loop
 */
record ReceivedRequest(RawRequest raw, Uploads uploads, boolean isLarge) {}
