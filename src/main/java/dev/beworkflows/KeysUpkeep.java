package dev.beworkflows;

import dev.beworkflows.access.Keys;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the keys again from time to time, whatever is heard of them, and writes down which were used. */
final class KeysUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(KeysUpkeep.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private KeysUpkeep() {}

    static void start(Vertx vertx, Keys keys) {
        vertx.setPeriodic(
                EVERY.toMillis(),
                tick -> keys.noteUse()
                        .compose(noted -> keys.refresh())
                        .onFailure(why -> LOG.warn(
                                "the keys could not be looked at next=again in {} s cause={}",
                                EVERY.toSeconds(),
                                why.toString())));
    }
}
