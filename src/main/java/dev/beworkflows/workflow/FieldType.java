package dev.beworkflows.workflow;

import java.util.Locale;

/** What a parameter or a field of a response row holds. */
public enum FieldType {
    STRING,
    NUMBER,
    INTEGER,
    BOOLEAN,
    ENUM,
    DATE,
    DATETIME,
    OBJECT,
    ARRAY,
    ANY,
    FILE;

    /** As it stands in a definition. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
