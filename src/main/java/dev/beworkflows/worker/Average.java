package dev.beworkflows.worker;

/** A mean in which the latest values count most, and one that is far off counts like one that is less so: a single call that hung must not change what is expected of the next. */
final class Average {

    private static final double WEIGHT = 1.0 / 8;
    private static final double FAR_OFF = 8;

    private double mean;
    private boolean known;

    /** @param value above 0 */
    void add(double value) {
        mean = known ? mean + (Math.min(value, FAR_OFF * mean) - mean) * WEIGHT : value;
        known = true;
    }

    /** 0 before the first value. */
    double mean() {
        return mean;
    }
}
