package dev.beworkflows.worker;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/** How busy the processors were since it was asked last, from 0 to 1; in a container those that it may use. Unknown counts as not busy. */
final class ProcessorLoad implements DoubleSupplier {

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Override
    public double getAsDouble() {
        double load = system.getCpuLoad();
        return Double.isFinite(load) ? Math.max(0, load) : 0;
    }
}
