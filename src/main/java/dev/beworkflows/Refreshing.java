package dev.beworkflows;

import dev.beworkflows.access.Keys;
import dev.beworkflows.secrets.Secrets;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at keys and secrets again from time to time, whatever is heard of them, and writes down which keys were used. */
final class Refreshing {

    private static final Logger LOG = LoggerFactory.getLogger(Refreshing.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private Refreshing() {}

    static void start(Vertx vertx, Keys keys, Secrets secrets) {
        vertx.setPeriodic(
                EVERY.toMillis(),
                tick -> keys.noteUse()
                        .compose(noted -> keys.refresh())
                        .compose(known -> secrets.refresh())
                        .onFailure(why -> LOG.warn(
                                "keys and secrets could not be looked at next=again in {} s cause={}",
                                EVERY.toSeconds(),
                                why.toString())));
    }
}
