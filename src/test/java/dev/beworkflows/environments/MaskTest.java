package dev.beworkflows.environments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MaskTest {

    private final Mask mask = Mask.of(
            Stream.of("https://ada:p%40ss-word@packages.example/simple", "https://token-only@packages.example"));

    @Test
    void hidesWhoeverAsksInEveryAddress() {
        assertEquals(
                "Looking in https://***@packages.example/simple, http://***@other.example",
                mask.apply("Looking in https://ada:p%40ss-word@packages.example/simple, http://x:y@other.example"));
    }

    @Test
    void hidesPasswordsWhereverTheyStandAndHoweverTheyAreWritten() {
        assertEquals(
                "user ada, password ***, or *** or ***",
                mask.apply("user ada, password p%40ss-word, or p@ss-word or token-only"));
    }

    @Test
    void leavesOtherTextAlone() {
        String text = "ERROR: ada@example.org says: https://packages.example/@scope is not a:b@c";
        assertEquals(text, mask.apply(text));
    }
}
