package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @Test
    void readsAllParts() {
        assertEquals(
                new DatabaseAddress("db.example.org", 6543, "flows", "ann", "s3cret", SslMode.REQUIRE),
                DatabaseAddress.parse("postgresql://ann:s3cret@db.example.org:6543/flows?sslmode=require"));
    }

    @Test
    void fillsInPortPasswordAndMode() {
        assertEquals(
                new DatabaseAddress("my_db", 5432, "flows", "ann", "", SslMode.PREFER),
                DatabaseAddress.parse("postgres://ann@my_db/flows"));
    }

    @Test
    void decodesPercentsAndKeepsPlusSigns() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://a%40b:p%3A%2F%25+%C3%BC@[::1]:5432/my%20flows");
        assertEquals("a@b", address.user());
        assertEquals("p:/%+ü", address.password());
        assertEquals("my flows", address.database());
        assertEquals("::1", address.host());
    }

    @ParameterizedTest
    @CsvSource({"disable,DISABLE", "prefer,PREFER", "require,REQUIRE"})
    void knowsTheModes(String word, SslMode mode) {
        assertEquals(
                mode,
                DatabaseAddress.parse("postgresql://a:b@h/d?sslmode=" + word).sslMode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jdbc:postgresql://u:hunter2@h/d",
                "mysql://u:hunter2@h/d",
                "postgresql://u:hunter2@h",
                "postgresql://u:hunter2@h/",
                "postgresql://u:hunter2@/d",
                "postgresql://:hunter2@h/d",
                "postgresql://u:hunter2@@h/d",
                "postgresql://u:hunter2/x@h/d",
                "postgresql://u:hunter2%zz@h/d",
                "postgresql://u:hunter2%4@h/d",
                "postgresql://u:hunter2@h:0/d",
                "postgresql://u:hunter2@h:70000/d",
                "postgresql://u:hunter2@h:99999999999/d",
                "postgresql://u:hunter2@h:port/d",
                "postgresql://u%00:hunter2@h/d",
                "postgresql://u:hunter2@h/d%2",
                "postgresql://u:hunter2@h/d?password=hunter2",
                "postgresql://u:hunter2@h/d?hunter2",
                "postgresql://u:hunter2@h/d?sslmode=verify-hunter2",
                "postgresql://u:hunter2@h/d?sslmode=require&",
                "postgresql://u:hunter2@h/d#hunter2"
            })
    void refusesWhatIsNotAnAddressWithoutShowingThePassword(String url) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> DatabaseAddress.parse(url));
        assertTrue(refusal.getMessage().startsWith("the database "), refusal.getMessage());
        assertFalse(causesOf(refusal).contains("hunter2"), refusal.getMessage());
    }

    @Test
    void masksThePasswordWhenPrinted() {
        String printed = DatabaseAddress.parse("postgresql://ann:s3cret@h/d").toString();
        assertEquals("postgresql://ann:***@h:5432/d?sslmode=prefer", printed);
    }

    private static String causesOf(Throwable failure) {
        return failure + (failure.getCause() == null ? "" : causesOf(failure.getCause()));
    }
}
