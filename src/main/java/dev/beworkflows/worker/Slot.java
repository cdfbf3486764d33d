package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.task.CodeUnit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one worker; outlives it. After a worker that died the next one is started, later and later when they die in a row; a worker that has lived long
 * enough goes on until its successor is ready. Belongs to the pool's loop.
 */
final class Slot implements Worker.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    private final int number;
    private final Worker.Origin origin;
    private final EventLoop loop;
    private final Warmings warmings;
    private final Dispatcher dispatcher;
    private final Slots slots;
    private final Backoff backoff = new Backoff();
    private final Succession succession = new Succession();
    private Recycling recycling;
    private int generation;
    private Worker worker;
    private long idleSince;
    private boolean isWarm;
    private boolean isIn;
    private boolean isStopped;

    /** Starts its first worker. */
    Slot(int number, Worker.Origin origin, Warmings warmings, Dispatcher dispatcher, Slots slots) {
        this.number = number;
        this.origin = origin;
        this.loop = origin.loop();
        this.warmings = warmings;
        this.dispatcher = dispatcher;
        this.slots = slots;
        this.recycling = new Recycling(origin.lifetime(), ThreadLocalRandom.current());
        this.worker = next();
        watchAge(worker);
    }

    /** The worker that is in place, dead or alive. */
    Worker worker() {
        return worker;
    }

    /** Its worker, and the one that is to come if that has been started. */
    Stream<Worker> workers() {
        return Stream.concat(Stream.of(worker), succession.successor().stream());
    }

    boolean isReplacing() {
        return succession.successor().isPresent();
    }

    /** Since when, by {@link System#nanoTime}, its worker has had nothing to do, if it has nothing to do. */
    long idleSince() {
        return idleSince;
    }

    /** Takes part from now on. */
    void join() {
        isIn = true;
        slots.joined();
    }

    /** Kills its workers; no others follow. */
    void stop() {
        isStopped = true;
        workers().forEach(Worker::kill);
    }

    private Worker next() {
        generation++;
        return new Worker(number + "." + generation, this, origin);
    }

    private void install(Worker next) {
        worker = next;
        recycling = new Recycling(origin.lifetime(), ThreadLocalRandom.current());
        watchAge(next);
    }

    private void watchAge(Worker young) {
        recycling.age().ifPresent(age -> {
            long unused = loop.after(age.plusMillis(1), () -> recycle(young));
        });
    }

    @Override
    public void idle(Worker idle) {
        if (succession.isOf(idle)) {
            succession.becameIdle(warmings.recent());
            if (succession.isReady() && dispatcher.withdraw(this)) {
                welcome(worker);
            }
            return;
        }
        warmings.left(idle);
        dispatcher.released(this);
        if (idle.memory().wantsLook()) {
            idle.look().onComplete(looked -> welcome(idle));
        } else {
            welcome(idle);
        }
    }

    /** The slot has a worker with nothing to do, or one in its place. */
    private void welcome(Worker idle) {
        if (idle != worker || !idle.isIdle()) {
            return; // it died meanwhile
        }
        if (!isIn && !isWarm) {
            isWarm = true; // once: code that kills who loads it must not keep the slot from ever taking part
            List<CodeUnit> code = warmings.recent();
            if (!code.isEmpty()) {
                idle.load(idle.unknownOf(code), Warmings.LIMIT);
                return;
            }
        }
        if (!isIn) {
            join();
        }
        recycle(idle);
        succession.takeReady().ifPresent(this::replaceBy);
        idleSince = System.nanoTime();
        dispatcher.idle(this);
    }

    @Override
    public void hasGrown(Worker grown) {
        recycle(grown);
    }

    /** Starts a successor of the worker when it is time for one. Of all slots one does so at a time. */
    private void recycle(Worker old) {
        if (old != worker || isStopped || !succession.mayBegin()) {
            return;
        }
        recycling
                .reason(old.finished(), old.memory().growth(), old.lived())
                .filter(why -> !slots.isReplacing())
                .ifPresent(why -> {
                    LOG.info("slot={} worker={} {} next=start its successor", number, old.name(), why);
                    succession.begin(next());
                });
    }

    private void replaceBy(Worker successor) {
        Worker old = worker;
        install(successor);
        LOG.info("slot={} worker={} next={} took its place", number, old.name(), successor.name());
        old.kill(WorkerDeath.RECYCLED);
    }

    @Override
    public void dead(Worker dead, long finished, boolean isBlameless) {
        warmings.gone(dead);
        if (succession.isOf(dead)) {
            succession.failed();
            return;
        }
        if (dead != worker) {
            return; // it had been replaced
        }
        boolean unused = dispatcher.withdraw(this);
        dispatcher.released(this);
        if (isStopped) {
            return;
        }
        Optional<Worker> successor = succession.take();
        if (successor.isEmpty() && !isIn && slots.canDropOne()) {
            slots.drop(this);
            return;
        }
        Duration pause = isBlameless ? Duration.ZERO : backoff.died(finished > 0);
        if (successor.isPresent()) {
            install(successor.get());
            welcome(worker);
        } else {
            restartAfter(pause);
        }
        dispatcher.serve(); // a share may be free without its worker
    }

    private void restartAfter(Duration pause) {
        if (pause.isZero()) {
            install(next());
        } else {
            LOG.warn("slot={} its workers die in a row, starting the next in {} ms", number, pause.toMillis());
            long unused = loop.after(pause, this::restart);
        }
    }

    private void restart() {
        if (!isStopped) {
            install(next());
        }
    }
}
