package dev.beworkflows.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private final EventTokens tokens = new EventTokens(new byte[] {1, 2, 3});

    @Test
    void opensItsThingUntilItsEnd() {
        String token = tokens.make("run", NOW.plusSeconds(60));
        assertEquals(Optional.of(NOW.plusSeconds(60)), tokens.check("run", token, NOW));
        assertEquals(Optional.empty(), tokens.check("run", token, NOW.plusSeconds(60)));
        assertEquals(Optional.empty(), tokens.check("other", token, NOW));
        assertEquals(Optional.empty(), new EventTokens(new byte[] {1, 2, 4}).check("run", token, NOW));
    }

    @Test
    void whatWasTamperedWithOpensNothing() {
        String token = tokens.make("run", NOW.plusSeconds(60));
        int dot = token.indexOf('.');
        String later = (NOW.getEpochSecond() + 1000) + token.substring(dot);
        for (String wrong : List.of(
                later,
                token + "x",
                token.substring(0, token.length() - 1),
                "",
                ".",
                "1.",
                "x.y",
                "99999999999999999999.y",
                "-1." + token)) {
            assertEquals(Optional.empty(), tokens.check("run", wrong, NOW), wrong);
        }
    }
}
