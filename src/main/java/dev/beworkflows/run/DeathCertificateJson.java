package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** Death certificates as JSON. */
public final class DeathCertificateJson {

    private DeathCertificateJson() {}

    public static ObjectNode write(DeathCertificate death) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("worker", death.worker())
                .put("pid", death.pid())
                .put("exit", death.exit())
                .put("exit_code", death.exitCode())
                .put("resident_bytes", death.memory().residentBytes())
                .put("peak_bytes", death.memory().peakBytes())
                .put("lived_seconds", BigDecimal.valueOf(death.lived().toMillis(), 3))
                .put("tasks", death.tasks())
                .put("last_output", death.lastOutput())
                .put("this_hour", death.thisHour());
    }

    /** @throws IllegalArgumentException when this is not a certificate */
    static DeathCertificate read(JsonNode json) {
        Members members = new Members(json);
        return new DeathCertificate(
                members.text("worker"),
                members.number("pid"),
                members.text("exit"),
                (int) members.number("exit_code"),
                new DeathCertificate.Memory(members.number("resident_bytes"), members.number("peak_bytes")),
                members.seconds("lived_seconds"),
                members.number("tasks"),
                members.text("last_output"),
                (int) members.number("this_hour"));
    }
}
