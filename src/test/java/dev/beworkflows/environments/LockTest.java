package dev.beworkflows.environments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockTest {

    private static final Interpreter PYTHON = new Interpreter("3.11.7", "/usr/bin/python3.11");
    private final Pin six = new Pin("Six", "1.16", List.of("sha256:bb", "sha256:aa"));
    private final Pin idna = new Pin("i_Dna", "3.4", List.of());

    @Test
    void theIdIsTheContentInWhateverOrderItCame() {
        EnvironmentId id = new Lock("3.11", List.of(six, idna)).id(PYTHON);
        assertEquals(id, new Lock("3.11", List.of(idna, six, idna)).id(PYTHON));
        assertNotEquals(id, new Lock("3.11", List.of(six)).id(PYTHON));
        assertNotEquals(id, new Lock("3.11", List.of(six, idna)).id(new Interpreter("3.11.8", "/usr/bin/python3.11")));
        assertTrue(EnvironmentId.isValid(id.value()));
    }

    @Test
    void aPinIsReadAsItIsWritten() {
        assertEquals("six==1.16 --hash=sha256:aa --hash=sha256:bb", six.line());
        assertEquals(six, Pin.parse(six.line()));
        assertEquals("i-dna==3.4", idna.line());
        assertThrows(IllegalArgumentException.class, () -> Pin.parse("six>=1"));
        assertThrows(IllegalArgumentException.class, () -> Pin.parse("six==1 --no-deps"));
        assertFalse(new Lock("3.11", List.of(six, idna)).hasAllHashes());
    }

    @Test
    void aRecordIsReadAsItIsWritten() {
        Instant at = Instant.parse("2026-01-01T00:00:00.123456Z");
        Lock lock = new Lock("3.11", List.of(six, idna));
        EnvironmentRecord record = new EnvironmentRecord(
                lock.id(PYTHON),
                "3.11.7",
                lock,
                Optional.of("no \"such\" thing\n"),
                at,
                at,
                5,
                List.of(new EnvironmentEvent(7, at, EnvironmentEvent.Kind.LOG, "ERROR: …")));
        assertEquals(record, EnvironmentRecord.parse(record.json()));
        assertThrows(IllegalArgumentException.class, () -> EnvironmentRecord.parse("{\"id\": "));
        assertThrows(IllegalArgumentException.class, () -> EnvironmentRecord.parse("{}"));
    }

    @Test
    void anInterpreterIsChosenByItsVersion() {
        Interpreter newer = new Interpreter("3.13.1", "/usr/bin/python3.13");
        Interpreters both = new Interpreters(List.of(PYTHON, newer));
        assertEquals(Optional.of(PYTHON), both.find(Optional.empty()));
        assertEquals(Optional.of(newer), both.find(Optional.of("3.13")));
        assertEquals(Optional.of(newer), both.find(Optional.of("3.13.1")));
        assertEquals(Optional.empty(), both.find(Optional.of("3.1")));
    }
}
