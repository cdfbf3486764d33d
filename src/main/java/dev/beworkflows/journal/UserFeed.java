package dev.beworkflows.journal;

import dev.beworkflows.journal.UserEvents.Entry;
import dev.beworkflows.journal.UserEvents.Page;
import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one user, read once for all who follow them: one look at a time, however often it is asked for. What this server writes itself is not read again when nothing can have
 * come in between.
 *
 * <p>Readers and {@link #page} may be used from any thread, the rest belongs to the loop.
 */
final class UserFeed implements StoreWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(UserFeed.class);
    private static final int PAGE = 200;
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LATEST = Duration.ofMillis(200);

    private final EventLoop loop;
    private final UserEvents stored;
    private final Optional<String> user;
    private final Set<Runnable> readers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable UserTail tail;
    private boolean looking;
    private boolean again;
    private boolean lookingSoon;
    private Duration soon = SOON;
    private long lastWritten;

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

    /** Somebody follows. On the loop. */
    void begin() {
        if (tail == null) {
            lookHere();
        }
    }

    /** There may be more to read. What fails is looked for again with the next call, which comes within a second. */
    @Override
    public void look() {
        loop.run(this::lookHere);
    }

    @Override
    public void written(Transaction transaction) {
        lastWritten = transaction.xid();
        UserTail known = tail;
        UserCursor before = UserCursor.before(transaction.xid());
        if (!looking && known != null && transaction.isNext() && known.end().equals(before)) {
            List<Entry> entries = transaction.told().stream()
                    .filter(told -> told.user().equals(user))
                    .map(Told::entry)
                    .toList();
            show(known, new Page(entries, UserCursor.before(transaction.xid() + 1), true));
        } else {
            lookHere();
        }
    }

    private void lookHere() {
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
        looking = false;
        if (known == null) {
            tail = new UserTail(page.end(), List.of(), page.end());
            readers.forEach(Runnable::run);
        } else {
            show(known, page);
        }
        if (again || !page.isWhole()) {
            lookHere();
        } else if (Long.compareUnsigned(page.end().xid(), lastWritten) <= 0) {
            lookSoon();
        } else {
            soon = SOON;
        }
    }

    private void show(UserTail known, Page page) {
        tail = known.and(page);
        if (!page.entries().isEmpty()) {
            readers.forEach(Runnable::run);
        }
    }

    /** An older transaction was under way, of which nobody may tell when it ends. */
    private void lookSoon() {
        if (!lookingSoon) {
            lookingSoon = true;
            var unused = loop.after(soon, () -> {
                lookingSoon = false;
                lookHere();
            });
            Duration doubled = soon.multipliedBy(2);
            soon = doubled.compareTo(LATEST) > 0 ? LATEST : doubled;
        }
    }

    private void failed(Throwable why) {
        looking = false;
        LOG.debug("events of a user next=look again within a second cause={}", why.toString());
    }
}
