package dev.beworkflows.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.beworkflows.Await;
import dev.beworkflows.journal.UserEvents.Entry;
import dev.beworkflows.journal.UserEvents.Page;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserFeedsTest {
    private static final Optional<String> ADA = Optional.of("ada");
    private static final int READERS = 500;

    private final Vertx vertx = Vertx.vertx();
    private final EventLoop loop = EventLoop.create(vertx);
    private final StoredEntries stored = new StoredEntries();
    private final Watchers watchers = new Watchers();
    private final UserFeeds feeds = new UserFeeds(loop, stored, watchers::add);

    /** One event a transaction. */
    private static final class StoredEntries implements UserEvents {
        private final List<Entry> entries = new ArrayList<>();
        /** Whether an older transaction is under way, above which nothing is read. */
        private volatile boolean held;

        private final AtomicInteger pages = new AtomicInteger();

        synchronized void add(int count) {
            for (int i = 0; i < count; i++) {
                RunId run = Samples.newId();
                int number = entries.size() + 1;
                Happening happening = new Happening.Message(Samples.FIRST, IntNode.valueOf(number));
                entries.add(new Entry(
                        new UserCursor(number, run.value(), 1), run, new RunEvent(1, Samples.NOON, happening)));
            }
        }

        @Override
        public synchronized Future<Page> after(Optional<String> user, UserCursor cursor, int limit) {
            int unused = pages.incrementAndGet();
            if (held) {
                return Future.succeededFuture(new Page(List.of(), cursor, true));
            }
            List<Entry> all = entries.stream()
                    .filter(entry -> entry.cursor().compareTo(cursor) > 0)
                    .toList();
            return Future.succeededFuture(
                    all.size() > limit
                            ? new Page(all.subList(0, limit), all.get(limit - 1).cursor(), false)
                            : new Page(all, end(), true));
        }

        @Override
        public synchronized Future<UserCursor> now() {
            return Future.succeededFuture(end());
        }

        private UserCursor end() {
            return UserCursor.before(entries.size() + 1);
        }
    }

    /** Reads on whenever it is woken. */
    private final class Reader {
        private final List<Integer> read = new ArrayList<>();
        private final Semaphore woken = new Semaphore(0);
        private final Runnable unwatch;
        private UserCursor cursor;

        Reader(long after) {
            cursor = UserCursor.before(after);
            unwatch = feeds.watch(ADA, woken::release);
        }

        void readTo(int last) throws InterruptedException {
            while (read.isEmpty() || read.get(read.size() - 1) < last) {
                Page page = Await.result(feeds.after(ADA, cursor, 3));
                page.entries().forEach(entry -> read.add((int) entry.cursor().xid()));
                cursor = page.end();
                if (page.entries().isEmpty()) {
                    assertTrue(woken.tryAcquire(10, TimeUnit.SECONDS), "nobody woke a reader that is at " + cursor);
                }
            }
        }
    }

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    @Test
    void whatIsNewIsReadOnceForAllReaders() throws Exception {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(new Reader(1));
        }
        settle();
        int before = stored.pages.get();
        stored.add(1);
        watchers.stored();
        for (Reader reader : readers) {
            reader.readTo(1);
        }
        assertEquals(1, stored.pages.get() - before);
    }

    @Test
    void eachReaderReadsAllInOrderAndOnceHoweverFarBehindItBegins() throws Exception {
        stored.add(100);
        Reader early = new Reader(1);
        Reader late = new Reader(101);
        settle();
        for (int i = 0; i < 10; i++) {
            stored.add(70); // in the end more than are kept in memory
            watchers.stored();
            late.readTo(100 + (i + 1) * 70);
        }
        early.readTo(800);
        assertEquals(range(1, 800), early.read);
        assertEquals(range(101, 800), late.read);
    }

    @Test
    void whatThisServerWroteIsShownWithoutBeingReadWhenNothingCanComeInBetween() throws Exception {
        Reader reader = new Reader(1);
        settle();
        int before = stored.pages.get();
        for (int xid = 1; xid <= 3; xid++) {
            written(xid, true);
            reader.readTo(xid);
        }
        assertEquals(before, stored.pages.get());

        stored.add(1); // by another server, under number 4, and nobody tells
        written(5, true);
        reader.readTo(5);
        written(6, false);
        reader.readTo(6);
        assertEquals(range(1, 6), reader.read);
        assertTrue(stored.pages.get() >= before + 2, "what may have come in between is read");
    }

    @Test
    void whatAnOlderTransactionHoldsUpIsLookedForUntilItIsThere() throws Exception {
        Reader reader = new Reader(1);
        settle();
        stored.held = true;
        written(1, false);
        loop.run(() -> stored.held = false); // of which nobody tells
        reader.readTo(1);
        assertEquals(List.of(1), reader.read);
    }

    /** Stores one event and tells of it as the journal does. */
    private void written(long xid, boolean isNext) {
        loop.run(() -> {
            stored.add(1);
            StoreWatcher.Told told = new StoreWatcher.Told(ADA, stored.entries.get((int) xid - 1));
            watchers.written(new StoreWatcher.Transaction(xid, isNext, List.of(told)));
        });
    }

    @Test
    void nothingIsReadWhenNobodyFollows() throws Exception {
        Reader reader = new Reader(1);
        Reader other = new Reader(1);
        settle();
        reader.unwatch.run();
        assertTrue(!watchers.isEmpty(), "somebody is left");
        other.unwatch.run();
        assertTrue(watchers.isEmpty());
        stored.add(1);
        Page page = Await.result(feeds.after(ADA, reader.cursor, 3));
        assertEquals(1, page.entries().size(), "asked of the database");
    }

    @Test
    void cursorsAreInTheOrderOfTheDatabase() {
        List<String> inOrder = List.of(
                "5.00000000-0000-0000-0000-000000000000.0",
                "5.7f000000-0000-0000-0000-000000000000.9",
                "5.80000000-0000-0000-0000-000000000000.1",
                "5.80000000-0000-0000-8000-000000000000.1",
                "5.80000000-0000-0000-8000-000000000000.2",
                "10.00000000-0000-0000-0000-000000000000.0",
                "9999999999999999999.00000000-0000-0000-0000-000000000000.0");
        List<UserCursor> cursors = inOrder.stream().map(UserCursor::parse).toList();
        assertEquals(cursors, cursors.stream().sorted().toList());
        assertEquals(inOrder, cursors.stream().map(UserCursor::toString).toList());
    }

    /** The feed knows where it begins, and has looked at all that it was told. */
    private void settle() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            CountDownLatch turned = new CountDownLatch(1);
            loop.later(turned::countDown);
            assertTrue(turned.await(10, TimeUnit.SECONDS));
        }
    }

    private static List<Integer> range(int first, int last) {
        return java.util.stream.IntStream.rangeClosed(first, last).boxed().toList();
    }
}
