package dev.beworkflows.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Prometheus expects of every process, under the names that it expects. Of the server's own process, not of the workers. */
final class ProcessMeters implements MeterBinder {

    private static final Path MEMORY = Path.of("/proc/self/statm");
    private static final double NANOS = 1e9;
    private static final int PAGE = 4096;

    @Override
    public void bindTo(MeterRegistry registry) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS)
                    .description("Processor time")
                    .baseUnit("seconds")
                    .register(registry);
            Gauge.builder("process.open.fds", system::getOpenFileDescriptorCount)
                    .description("Open file descriptors")
                    .register(registry);
            Gauge.builder("process.max.fds", system::getMaxFileDescriptorCount)
                    .description("Most open file descriptors")
                    .register(registry);
        }
        double start = ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0;
        Gauge.builder("process.start.time", () -> start)
                .description("When the process started, in seconds since 1970")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("process.resident.memory", ProcessMeters::residentBytes)
                .description("Memory of the process")
                .baseUnit("bytes")
                .register(registry);
    }

    private static double residentBytes() {
        try {
            return Double.parseDouble(Files.readString(MEMORY).split(" ", 3)[1]) * PAGE;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
