package dev.beworkflows.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {

    private static final SecretBox BOX = SecretBox.of("k".repeat(32));

    @TempDir
    Path folder;

    @Test
    void whatIsSealedCanBeOpenedUnderItsNameOnly() throws Exception {
        byte[] sealed = BOX.seal("api", "s3cr3t-äß\n");
        assertEquals("s3cr3t-äß\n", BOX.open("api", sealed));
        assertThrows(SecretBox.UnopenableException.class, () -> BOX.open("other", sealed));
        assertThrows(
                SecretBox.UnopenableException.class,
                () -> SecretBox.of("l".repeat(32)).open("api", sealed));
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("s3cr3t"));
        assertFalse(Arrays.equals(sealed, BOX.seal("api", "s3cr3t-äß\n")), "never twice the same");
    }

    @Test
    void everyDamagedByteIsNoticed() {
        byte[] sealed = BOX.seal("api", "s3cr3t-0815");
        for (int i = 0; i < sealed.length; i++) {
            byte[] damaged = sealed.clone();
            damaged[i] ^= 1;
            assertThrows(SecretBox.UnopenableException.class, () -> BOX.open("api", damaged));
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThrows(SecretBox.UnopenableException.class, () -> BOX.open("api", cut));
        }
    }

    @Test
    void aMissingKeyFileIsMadeForThisUserOnlyAndStays() throws Exception {
        Path file = folder.resolve("secrets.key");
        byte[] sealed = SecretBox.of(file).seal("api", "s3cr3t-0815");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("s3cr3t-0815", SecretBox.of(file).open("api", sealed));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aKeyThatCouldBeGuessedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SecretBox.of("k".repeat(31)));
    }
}
