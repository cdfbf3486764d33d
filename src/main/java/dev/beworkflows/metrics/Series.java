package dev.beworkflows.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Meters that differ in a label; each is made when it is needed first. Thread safe. */
final class Series<K, M extends Meter> {

    private final Map<K, M> meters = new ConcurrentHashMap<>(4);
    private final Function<K, M> make;

    Series(Function<K, M> make) {
        this.make = make;
    }

    M at(K label) {
        M meter = meters.get(label);
        return meter != null ? meter : meters.computeIfAbsent(label, make);
    }

    /** Those that were made. */
    Collection<M> all() {
        return List.copyOf(meters.values());
    }
}
