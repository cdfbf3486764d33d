package dev.beworkflows.journal;

import dev.beworkflows.journal.UserEvents.Page;
import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one user, read once for all who follow them: one look at a time, however often it is asked for.
 *
 * <p>Readers and {@link #page} may be used from any thread, the rest belongs to the loop.
 */
final class UserFeed {
    private static final Logger LOG = LoggerFactory.getLogger(UserFeed.class);
    private static final int PAGE = 200;

    private final EventLoop loop;
    private final UserEvents stored;
    private final Optional<String> user;
    private final Set<Runnable> readers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable UserTail tail;
    private boolean looking;
    private boolean again;

    UserFeed(EventLoop loop, UserEvents stored, Optional<String> user) {
        this.loop = loop;
        this.stored = stored;
        this.user = user;
    }

    /** @param wake called on the loop when there are more events than before */
    void add(Runnable wake) {
        boolean unused = readers.add(wake);
    }

    /** Returns whether nobody follows any more. */
    boolean remove(Runnable wake) {
        boolean unused = readers.remove(wake);
        return readers.isEmpty();
    }

    /** What comes after a cursor, when that is known here. */
    Optional<Page> page(UserCursor after, int limit) {
        UserTail known = tail;
        return known == null ? Optional.empty() : known.page(after, limit);
    }

    /** There may be more to read. What fails is looked for again with the next call, which comes within a second. */
    void look() {
        if (looking) {
            again = true;
        } else if (!readers.isEmpty()) {
            looking = true;
            again = false;
            loop.bring(next()).onComplete(this::found, this::failed);
        }
    }

    private Future<Page> next() {
        UserTail known = tail;
        return known == null
                ? stored.now().map(now -> new Page(List.of(), now, true))
                : stored.after(user, known.end(), PAGE);
    }

    private void found(Page page) {
        UserTail known = tail;
        tail = known == null ? new UserTail(page.end(), List.of(), page.end()) : known.and(page);
        looking = false;
        if (known == null || !page.entries().isEmpty()) {
            readers.forEach(Runnable::run);
        }
        if (again || !page.isWhole()) {
            look();
        }
    }

    private void failed(Throwable why) {
        looking = false;
        LOG.debug("events of a user next=look again within a second cause={}", why.toString());
    }
}
