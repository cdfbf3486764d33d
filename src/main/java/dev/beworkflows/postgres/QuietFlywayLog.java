package dev.beworkflows.postgres;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets through what Flyway warns of; its banner and its progress are no transitions of ours. Flyway makes it by its name. */
public final class QuietFlywayLog implements LogCreator {

    @Override
    public Log createLogger(Class<?> owner) {
        return new Forwarding(LoggerFactory.getLogger(owner));
    }

    private record Forwarding(Logger logger) implements Log {
        @Override
        public void debug(String message) {}

        @Override
        public void info(String message) {}

        @Override
        public void notice(String message) {}

        @Override
        public void warn(String message) {
            logger.warn(message);
        }

        @Override
        public void error(String message) {
            logger.error(message);
        }

        @Override
        public void error(String message, Exception cause) {
            logger.error(message, cause);
        }
    }
}
