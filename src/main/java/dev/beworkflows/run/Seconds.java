package dev.beworkflows.run;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as decimal seconds, exact to the nanosecond. */
final class Seconds {

    private Seconds() {}

    static BigDecimal of(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), 9))
                .stripTrailingZeros();
        // 1E+1 is JSON too, but nobody's idea of ten
        return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
    }

    static Duration read(BigDecimal seconds) {
        return Duration.ofSeconds(
                seconds.longValue(),
                seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }
}
