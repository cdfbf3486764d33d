package dev.beworkflows.http;

import dev.beworkflows.loop.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes streams on their event loop, some at a time: what else the loop has to do comes in between, however many read the same event. Thread safe. */
final class Wakes {
    private static final int AT_ONCE = 64;

    private final EventLoop loop;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waking = new AtomicBoolean();

    Wakes(EventLoop loop) {
        this.loop = loop;
    }

    /** Runs it on the loop, after what was added before. */
    void add(Runnable wake) {
        boolean unused = waiting.add(wake);
        begin();
    }

    private void begin() {
        if (!waiting.isEmpty() && waking.compareAndSet(false, true)) {
            loop.later(this::wakeSome);
        }
    }

    private void wakeSome() {
        try {
            Runnable next = waiting.poll();
            for (int i = 1; next != null; i++) {
                next.run();
                next = i < AT_ONCE ? waiting.poll() : null;
            }
        } finally {
            waking.set(false);
            begin();
        }
    }
}
