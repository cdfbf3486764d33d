package dev.beworkflows.secrets;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secrets that this server knows, sealed in memory: a task never waits for the database. Thread safe. */
public final class Secrets {

    /** Shorter ones cannot be told from ordinary text where they have to be left out of it. */
    public static final int SHORTEST = 8;

    /** In characters. */
    public static final int LONGEST = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

    private final SecretStore store;
    private final SecretBox box;
    private volatile Map<String, SecretStore.Sealed> known = Map.of();

    public Secrets(SecretStore store, SecretBox box) {
        this.store = store;
        this.box = box;
        store.onChange(() -> refresh().onFailure(why -> {})); // who polls tries again, and says so
    }

    /** The values of those of these names that are set and can be opened. */
    public Map<String, String> values(Collection<String> names) {
        Map<String, String> values = new HashMap<>();
        for (String name : names) {
            SecretStore.Sealed found = known.get(name);
            if (found != null) {
                open(name, found).ifPresent(value -> values.put(name, value));
            }
        }
        return values;
    }

    private Optional<String> open(String name, SecretStore.Sealed found) {
        try {
            return Optional.of(box.open(name, found.content().getBytes()));
        } catch (SecretBox.UnopenableException e) {
            LOG.error(
                    "secret={} cannot be opened, set it again or give the server the key of then: {}",
                    name,
                    e.getMessage());
            return Optional.empty();
        }
    }

    public boolean isSet(String name) {
        return known.containsKey(name);
    }

    /** By name. */
    public Future<List<SecretStore.Info>> list() {
        return store.all().map(all -> all.stream().map(SecretStore.Sealed::info).toList());
    }

    public Future<SecretStore.Info> put(String name, String value, Optional<String> updatedBy) {
        return store.put(name, Buffer.buffer(box.seal(name, value)), updatedBy)
                .compose(info -> refresh().map(info));
    }

    public Future<Boolean> delete(String name) {
        return store.delete(name).compose(deleted -> refresh().map(deleted));
    }

    /** Looks what there is. */
    public Future<Void> refresh() {
        return store.all().map(all -> {
            Map<String, SecretStore.Sealed> fresh = new HashMap<>();
            all.forEach(one -> fresh.put(one.info().name(), one));
            known = Map.copyOf(fresh);
            return null;
        });
    }
}
