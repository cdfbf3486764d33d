package dev.beworkflows.traces;

import java.util.concurrent.ThreadLocalRandom;

/** Which part of the traces that begin here is told. */
record Sample(double part) {

    boolean wants() {
        return part >= 1 || ThreadLocalRandom.current().nextDouble() < part;
    }
}
