package dev.beworkflows.worker;

import dev.beworkflows.run.DeathCertificate.Memory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that looks twice a second at how much memory workers have: those that execute a task, and those that did.
 *
 * <p>What is resident is counted as the kernel shares it out among processes (Pss) when it could be too much; before that the cheaper sum is enough, which is never less.
 */
final class MemoryWatch {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
    private static final long PAUSE = Duration.ofMillis(500).toNanos();

    private final Set<MemoryUse> uses = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();

    MemoryWatch() {
        Thread thread = new Thread(this::watch, "bew-worker-memory");
        thread.setDaemon(true);
        thread.start();
    }

    void add(MemoryUse use) {
        uses.add(use);
    }

    void remove(MemoryUse use) {
        uses.remove(use);
    }

    /** Looks at one worker at once. Never fails. */
    Future<Void> look(MemoryUse use) {
        Promise<Void> done = Promise.promise();
        asked.add(() -> {
            lookAt(use);
            done.complete();
        });
        return done.future();
    }

    private void watch() {
        long next = System.nanoTime() + PAUSE;
        while (true) {
            try {
                Runnable one = asked.poll(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (one != null) {
                    one.run();
                } else {
                    lookAtAll();
                    next = System.nanoTime() + PAUSE;
                }
            } catch (InterruptedException
                    | RuntimeException
                    | Error e) { // without this thread nobody is held to a limit
                LOG.error("looking at the memory of workers failed, going on", e);
            }
        }
    }

    private void lookAtAll() {
        List<MemoryUse> worth = uses.stream().filter(MemoryUse::isWorthALook).toList();
        if (worth.stream().anyMatch(MemoryUse::mayHaveStarted)) {
            ProcessTable table = ProcessTable.read();
            worth.forEach(use -> use.members(table.startedBy(use.pid())));
        }
        worth.forEach(MemoryWatch::lookAt);
    }

    private static void lookAt(MemoryUse use) {
        long turn = use.turn();
        long limit = use.limit();
        List<Long> members = use.members().isEmpty() ? List.of(use.pid()) : use.members();
        long resident = 0;
        long peak = use.memory().peakBytes();
        for (long pid : members) {
            Memory one = ProcessMemory.resident(pid);
            resident += one.residentBytes();
            peak = Math.max(peak, one.peakBytes());
        }
        if (limit > 0 && resident > limit) {
            resident = members.stream().mapToLong(ProcessMemory::proportional).sum();
        }
        if (resident > 0) { // else it has just ended: what it had before says more
            use.seen(turn, limit, new Memory(resident, Math.max(peak, resident)));
        }
    }
}
