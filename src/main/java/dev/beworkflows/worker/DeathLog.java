package dev.beworkflows.worker;

import dev.beworkflows.run.DeathCertificate;
import dev.beworkflows.task.Workers.Death;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes deaths of workers to the server's log, a line each. What the task printed is not in it: that is in its run. */
final class DeathLog {

    private static final Logger LOG = LoggerFactory.getLogger(DeathLog.class);

    private DeathLog() {}

    static void write(Death death) {
        DeathCertificate known = death.certificate();
        LOG.warn(
                "worker={} pid={} died kind={} exit_code={} exit=\"{}\" workflow={} run={} task={} resident={} peak={} lived_ms={} tasks={} this_hour={}",
                known.worker(),
                known.pid(),
                death.kind(),
                known.exitCode(),
                known.exit(),
                death.work().map(work -> work.workflow().value()).orElse("-"),
                death.work().map(work -> work.run().toString()).orElse("-"),
                death.work().map(work -> work.task().value()).orElse("-"),
                known.memory().residentBytes(),
                known.memory().peakBytes(),
                known.lived().toMillis(),
                known.tasks(),
                known.thisHour());
    }
}
