package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.workflow.Texts;
import java.util.Map;
import java.util.function.BiConsumer;

/** Finds strings that UTF-8 or PostgreSQL cannot hold, and numbers that no double can, anywhere in a value. */
final class CleanText {

    private CleanText() {}

    /** @param found told pointer and what is wrong */
    static void check(JsonNode value, String pointer, BiConsumer<String, String> found) {
        if (value.isTextual()) {
            tell(value.textValue(), pointer, found);
        } else if (value.isNumber() && !value.isIntegralNumber() && !Double.isFinite(value.doubleValue())) {
            found.accept(pointer, "is beyond the range of numbers");
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), pointer + "/" + i, found);
            }
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                tell(member.getKey(), pointer, found);
                check(member.getValue(), pointer + Words.step(member.getKey()), found);
            }
        }
    }

    private static void tell(String text, String pointer, BiConsumer<String, String> found) {
        if (!Texts.isStorable(text)) {
            found.accept(pointer, "holds U+0000 or half of a surrogate pair");
        }
    }
}
