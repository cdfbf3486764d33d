package dev.beworkflows.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    @ParameterizedTest
    @CsvSource({"PT0S,1", "PT0.001S,1", "PT1S,1", "PT1.001S,2", "PT4.5S,5", "PT60S,60", "PT24H,60", "PT-3S,1"})
    void isInWholeSecondsFromOneToSixty(Duration time, String seconds) {
        Problem problem = Problem.of(ApiError.NO_WORKER, "too many").retryAfter(time);
        assertEquals(seconds, problem.headers().get("retry-after"));
    }
}
