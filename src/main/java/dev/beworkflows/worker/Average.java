package dev.beworkflows.worker;

/** A mean in which the latest values count most. */
final class Average {

    private static final double WEIGHT = 1.0 / 8;

    private double mean;
    private boolean known;

    void add(double value) {
        mean = known ? mean + (value - mean) * WEIGHT : value;
        known = true;
    }

    /** 0 before the first value. */
    double mean() {
        return mean;
    }
}
