import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** Every latency of one measurement, in nanoseconds; none is averaged away or put into a bucket. Belongs to one thread. */
final class Latencies {
    private long[] nanos = new long[1 << 12];
    private int count;

    void add(long value) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = value;
    }

    /** Milliseconds; nothing but the count when there are none. */
    JsonObject summary() {
        JsonObject summary = new JsonObject().put("count", count);
        if (count == 0) {
            return summary;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return summary.put("p50", millis(quantile(sorted, 0.50)))
                .put("p95", millis(quantile(sorted, 0.95)))
                .put("p99", millis(quantile(sorted, 0.99)))
                .put("max", millis(sorted[count - 1]))
                .put("mean", millis(Arrays.stream(sorted).average().orElseThrow()));
    }

    /** Nearest rank: a latency that really occurred. */
    private static long quantile(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private static double millis(double value) {
        return Math.round(value / 1e2) / 1e4;
    }
}
