package dev.beworkflows.journal;

import dev.beworkflows.journal.UserEvents.Page;
import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The events of users, for many readers: what is new is read once for all who follow a user, and only who is behind asks the database.
 *
 * <p>May be used from any thread.
 */
public final class UserFeeds {
    private final EventLoop loop;
    private final UserEvents stored;
    private final Function<StoreWatcher, Runnable> watchStore;
    private final Map<Optional<String>, Followed> feeds = new ConcurrentHashMap<>();

    private record Followed(UserFeed feed, Runnable unwatch) {}

    /** @param watchStore tells the watcher whenever something may have been stored, at least once a second; the result ends that */
    UserFeeds(EventLoop loop, UserEvents stored, Function<StoreWatcher, Runnable> watchStore) {
        this.loop = loop;
        this.stored = stored;
        this.watchStore = watchStore;
    }

    /** The events of a user after a cursor; what the latest readers want is in memory. Fails when the database must be asked and cannot be reached. */
    public Future<Page> after(Optional<String> user, UserCursor cursor, int limit) {
        Followed followed = feeds.get(user);
        return Optional.ofNullable(followed)
                .flatMap(known -> known.feed.page(cursor, limit))
                .map(Future::succeededFuture)
                .orElseGet(() -> stored.after(user, cursor, limit));
    }

    /** The cursor after all that can be read now. */
    public Future<UserCursor> now() {
        return stored.now();
    }

    /** Calls {@code wake}, on any thread, whenever there are more events of the user; the result ends that. */
    public Runnable watch(Optional<String> user, Runnable wake) {
        Followed joined = feeds.compute(user, (key, known) -> {
            Followed followed = known == null ? follow(user) : known;
            followed.feed.add(wake);
            return followed;
        });
        loop.later(joined.feed::begin);
        return () -> leave(user, wake);
    }

    private Followed follow(Optional<String> user) {
        UserFeed feed = new UserFeed(loop, stored, user);
        return new Followed(feed, watchStore.apply(feed));
    }

    private void leave(Optional<String> user, Runnable wake) {
        var unused = feeds.computeIfPresent(user, (key, followed) -> {
            if (!followed.feed.remove(wake)) {
                return followed;
            }
            followed.unwatch.run();
            return null;
        });
    }
}
