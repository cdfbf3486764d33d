package dev.beworkflows.files;

import dev.beworkflows.run.TimeOrderedUuid;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Identifies a stored object: a version 7 UUID. Its text is safe as a file name. */
public record ObjectId(UUID value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Empty when the text is not the text of an id, which no object has then. */
    static Optional<ObjectId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ObjectId(UUID.fromString(text))) : Optional.empty();
    }

    static ObjectId make(long epochMillis) {
        return new ObjectId(TimeOrderedUuid.of(epochMillis, UUID.randomUUID()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
