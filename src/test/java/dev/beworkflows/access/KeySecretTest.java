package dev.beworkflows.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeySecretTest {

    @Test
    void everyOneIsAnotherAndWellFormed() {
        KeySecret one = KeySecret.random();
        assertTrue(one.isWellFormed());
        assertTrue(one.text().matches("bew_[0-9A-Za-z]{38}"), one.text());
        assertNotEquals(one.text(), KeySecret.random().text());
        assertEquals(one.text().substring(0, 8), one.hint());
    }

    @Test
    void aTypingErrorShowsInTheChecksum() {
        String right = KeySecret.random().text();
        for (int i = 0; i < right.length(); i++) {
            char other = right.charAt(i) == 'x' ? 'y' : 'x';
            assertFalse(new KeySecret(right.substring(0, i) + other + right.substring(i + 1)).isWellFormed(), right);
        }
        assertFalse(new KeySecret(right + "x").isWellFormed());
        assertFalse(new KeySecret("").isWellFormed());
    }

    @Test
    void itDoesNotShowItself() {
        KeySecret secret = KeySecret.random();
        assertFalse(secret.toString().contains(secret.text().substring(4)));
        assertFalse(secret.hash().contains(secret.text()));
    }
}
