package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.catalog.EnvironmentNotReadyException;
import dev.beworkflows.journal.Claim;
import dev.beworkflows.journal.StoredRun;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunId;
import dev.beworkflows.workflow.VersionRef;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings claimed runs into memory, all of one claim at once, and again and again while they are this server's. Belongs to the scheduler's loop. */
final class RunLoader {
    private static final Logger LOG = LoggerFactory.getLogger(RunLoader.class);

    /** While the database is away, or an environment is being built. */
    private static final Duration RELOAD = Duration.ofSeconds(1);

    /** A run with the version that it was accepted with; that may be gone. */
    record Loaded(StoredRun stored, Optional<CallableWorkflow> workflow) {}

    private final EventLoop loop;
    private final Background background;
    private final Predicate<Claim> isOurs;
    private final BiConsumer<Claim, Loaded> loaded;
    private final ReloadDelays delays = new ReloadDelays(new SplittableRandom());

    /** @param isOurs whether the run is still wanted under this claim */
    RunLoader(EventLoop loop, Background background, Predicate<Claim> isOurs, BiConsumer<Claim, Loaded> loaded) {
        this.loop = loop;
        this.background = background;
        this.isOurs = isOurs;
        this.loaded = loaded;
    }

    void load(List<Claim> claims) {
        if (!claims.isEmpty()) {
            loop.bring(background.queue().load(claims))
                    .onComplete(
                            stored -> claims.forEach(claim -> load(claim, stored)),
                            failure -> later(claims, RELOAD, failure));
        }
    }

    /** Of a run whose history is at hand only the version is to be found. */
    void load(Claim claim, StoredRun stored) {
        loop.bring(version(stored).compose(background.versions()::callable))
                .onComplete(
                        workflow -> {
                            delays.forget(claim.run());
                            loaded.accept(claim, new Loaded(stored, workflow));
                        },
                        failure -> later(List.of(claim), delay(claim, failure), failure));
    }

    /** What cannot be built without somebody's help is not asked for every second. */
    private Duration delay(Claim claim, Throwable failure) {
        return failure instanceof EnvironmentNotReadyException environment && !environment.isUnderWay()
                ? delays.failed(claim.run())
                : RELOAD;
    }

    private static Future<VersionRef> version(StoredRun stored) {
        try {
            return Future.succeededFuture(Run.of(stored.events()).header().version());
        } catch (IllegalStateException e) {
            return Future.failedFuture(e);
        }
    }

    private void load(Claim claim, Map<RunId, StoredRun> stored) {
        StoredRun found = stored.get(claim.run());
        if (found == null) {
            later(List.of(claim), RELOAD, new IllegalStateException("it has no events"));
        } else {
            load(claim, found);
        }
    }

    private void later(List<Claim> claims, Duration delay, Throwable failure) {
        LOG.warn(
                "runs={} cannot be loaded next=retry after {} ms while they are ours cause={}",
                claims,
                delay.toMillis(),
                failure.toString());
        var unused = loop.after(delay, () -> load(stillOurs(claims)));
    }

    private List<Claim> stillOurs(List<Claim> claims) {
        claims.stream().filter(claim -> !isOurs.test(claim)).forEach(claim -> delays.forget(claim.run()));
        return claims.stream().filter(isOurs).toList();
    }
}
