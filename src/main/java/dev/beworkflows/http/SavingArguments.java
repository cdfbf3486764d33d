package dev.beworkflows.http;

import dev.beworkflows.catalog.Saving;
import java.util.Optional;

/** What the query of a save says: {@code draft}, {@code message}. */
final class SavingArguments {

    private SavingArguments() {}

    /** @throws ProblemException when the query says anything else */
    static Saving read(Exchange exchange, RequestReader reader) {
        QueryArguments query = new QueryArguments(reader.query(exchange));
        Saving saving = read(exchange, query, "");
        query.check();
        return saving;
    }

    /** @param message when the query has none */
    static Saving read(Exchange exchange, QueryArguments query, String message) {
        boolean draft = query.flag("draft").orElse(false);
        String said = query.parsed(
                        "message",
                        SavingArguments::message,
                        "at most " + Saving.LONGEST_MESSAGE + " characters without control characters")
                .orElse(message);
        return new Saving(exchange.user(), said, !draft, Optional.empty());
    }

    private static String message(String text) {
        boolean controls = text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n');
        if (text.codePointCount(0, text.length()) > Saving.LONGEST_MESSAGE || controls) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
