package dev.beworkflows.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRuleTest {

    private static final String SECRET = "0123456789abcdefghij";
    private static final AccessRule WITH_KEY = new AccessRule(Optional.of(new ApiKey(SECRET)));
    private static final AccessRule WITHOUT_KEY = new AccessRule(Optional.empty());

    @Test
    void theKeyOpensAsBearerTokenOrInItsOwnHeader() {
        assertGranted(WITH_KEY, "evil.example", Map.of("authorization", "Bearer " + SECRET));
        assertGranted(WITH_KEY, "evil.example", Map.of("authorization", "bearer " + SECRET));
        assertGranted(WITH_KEY, "evil.example", Map.of("x-api-key", SECRET));
    }

    @Test
    void withAKeyNothingElseOpens() {
        assertKeyNeeded(Map.of());
        assertKeyNeeded(Map.of("authorization", "Basic " + SECRET));
        assertKeyNeeded(Map.of("authorization", "Bearer " + SECRET + "k"));
        assertKeyNeeded(Map.of("authorization", "Bearer "));
        assertKeyNeeded(Map.of("x-api-key", SECRET.substring(1)));
        assertKeyNeeded(Map.of("x-api-key", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LOCALHOST:1",
                "127.0.0.1:8080",
                "127.1.2.3",
                "[::1]:8080",
                "[::1]",
                "app.localhost:80"
            })
    void withoutAKeyLoopbackNamesOpen(String host) {
        assertGranted(WITHOUT_KEY, host, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "127.evil.example.com",
                "localhost.evil.example:8080",
                "10.0.0.1",
                "[::2]:80",
                "127.0.0",
                "127.0.0.x",
                ""
            })
    void withoutAKeyForeignNamesAreRefused(String host) {
        assertInstanceOf(Access.ForeignPage.class, WITHOUT_KEY.check(header -> null, host));
    }

    @Test
    void withoutAKeyARequestWithoutHostIsRefused() {
        assertInstanceOf(Access.ForeignPage.class, WITHOUT_KEY.check(header -> null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "anything"})
    void withoutAKeyPagesOfOtherSitesAreRefused(String site) {
        assertInstanceOf(Access.ForeignPage.class, WITHOUT_KEY.check(Map.of("sec-fetch-site", site)::get, "localhost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://localhost:9999", "http://localhost"})
    void withoutAKeyPagesOfOtherOriginsAreRefused(String origin) {
        assertInstanceOf(Access.ForeignPage.class, WITHOUT_KEY.check(Map.of("origin", origin)::get, "localhost:8080"));
    }

    @Test
    void withoutAKeyOurOwnPageMayCall() {
        Map<String, String> headers = Map.of("sec-fetch-site", "same-origin", "origin", "http://localhost:8080");
        assertGranted(WITHOUT_KEY, "localhost:8080", headers);
        assertGranted(WITHOUT_KEY, "localhost:8080", Map.of("sec-fetch-site", "none"));
    }

    @Test
    void keysThatCouldBeGuessedOrNotBeSentAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ApiKey("short"));
        assertThrows(IllegalArgumentException.class, () -> new ApiKey("with a space in the middle"));
        assertThrows(IllegalArgumentException.class, () -> new ApiKey("0123456789abcdefghiü"));
    }

    @Test
    void aKeyDoesNotShowItself() {
        assertFalse(new ApiKey(SECRET).toString().contains(SECRET));
    }

    private static void assertGranted(AccessRule rule, String host, Map<String, String> headers) {
        assertEquals(new Access.Granted(Optional.empty()), rule.check(headers::get, host));
    }

    private static void assertKeyNeeded(Map<String, String> headers) {
        assertInstanceOf(Access.KeyNeeded.class, WITH_KEY.check(headers::get, "localhost"));
    }
}
