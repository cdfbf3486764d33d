package dev.beworkflows.journal;

import dev.beworkflows.journal.UserEvents.Page;
import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The events of users, for many readers: what is new is read once for all who follow a user, and only who is behind asks the database.
 *
 * <p>May be used from any thread.
 */
public final class UserFeeds {
    private final EventLoop loop;
    private final UserEvents stored;
    private final UnaryOperator<Runnable> watchStore;
    private final Map<Optional<String>, Followed> feeds = new ConcurrentHashMap<>();

    private record Followed(UserFeed feed, Runnable unwatch) {}

    /** @param watchStore calls what it is given whenever something may have been stored, at least once a second; the result ends that */
    public UserFeeds(EventLoop loop, UserEvents stored, UnaryOperator<Runnable> watchStore) {
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
        var unused = feeds.compute(user, (key, known) -> {
            Followed followed = known == null ? follow(user) : known;
            followed.feed.add(wake);
            return followed;
        });
        return () -> leave(user, wake);
    }

    private Followed follow(Optional<String> user) {
        UserFeed feed = new UserFeed(loop, stored, user);
        Runnable look = () -> loop.run(feed::look);
        Followed followed = new Followed(feed, watchStore.apply(look));
        loop.later(feed::look); // when the first reader is there
        return followed;
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
