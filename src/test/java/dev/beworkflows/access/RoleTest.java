package dev.beworkflows.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RoleTest {

    /** Written down, so that whoever changes it has to say so twice. */
    private static final Map<Role, String> TABLE = Map.of(
            Role.ADMIN,
            "OPEN KNOWN CALL SEE_CONTRACT SEE_WORKFLOWS WRITE_WORKFLOWS SEE_RUNS CONTROL_RUNS SEE_METRICS SEE_SECRETS ADMINISTER",
            Role.AUTHOR,
            "OPEN KNOWN CALL SEE_CONTRACT SEE_WORKFLOWS WRITE_WORKFLOWS SEE_RUNS CONTROL_RUNS SEE_METRICS SEE_SECRETS",
            Role.CALLER,
            "OPEN KNOWN CALL SEE_CONTRACT SEE_RUNS CONTROL_RUNS",
            Role.VIEWER,
            "OPEN KNOWN SEE_CONTRACT SEE_WORKFLOWS SEE_RUNS SEE_METRICS");

    @Test
    void everyRoleMayWhatTheTableSays() {
        for (Role role : Role.values()) {
            String may = Arrays.stream(Permission.values())
                    .filter(role::may)
                    .map(Permission::name)
                    .collect(Collectors.joining(" "));
            assertEquals(TABLE.get(role), may, role.name());
        }
    }

    @Test
    void rolesAreReadAsTheyAreWritten() {
        List.of(Role.values()).forEach(role -> assertEquals(role, Role.parse(role.json())));
        assertThrows(IllegalArgumentException.class, () -> Role.parse("Admin"));
    }
}
