package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogLineTest {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg%n";

    private final LoggerContext context = new LoggerContext();

    static Stream<Throwable> throwables() {
        RuntimeException both = new IllegalStateException("outer\nin two lines", new java.io.IOException("inner"));
        both.addSuppressed(new IllegalArgumentException("beside it"));
        return Stream.of(new Error(), both);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void writesAnExceptionAsThePatternDoes(Throwable thrown) {
        assertSame(event("dev.beworkflows.Server", Level.ERROR, "it is {}", thrown, "so"));
    }

    @ParameterizedTest
    @MethodSource("levels")
    void writesALineAsThePatternDoes(Level level) {
        assertSame(event("dev.beworkflows.Server", level, "%s {} of {}", null, 1, "two"));
        assertSame(event("ROOT", level, "", null));
    }

    static Stream<Level> levels() {
        return Stream.of(Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE);
    }

    private void assertSame(ILoggingEvent event) {
        PatternLayout pattern = new PatternLayout();
        pattern.setContext(context);
        pattern.setPattern(PATTERN);
        pattern.start();
        assertEquals(pattern.doLayout(event), new LogLine().doLayout(event));
    }

    private LoggingEvent event(
            String logger, Level level, String message, @Nullable Throwable thrown, Object... arguments) {
        return new LoggingEvent("", context.getLogger(logger), level, message, thrown, arguments);
    }
}
