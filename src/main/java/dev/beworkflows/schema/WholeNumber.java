package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;

/** JSON knows one kind of number: {@code 1.0} is an integer, and a task that declared one gets {@code 1}. */
final class WholeNumber {

    private static final int MOST_DIGITS = 1_000;

    private WholeNumber() {}

    /** The number without its fraction when that is zero, else as it is. */
    static JsonNode of(JsonNode number) {
        if (!Double.isFinite(number.doubleValue())) {
            return number;
        }
        BigDecimal value = number.decimalValue();
        boolean isWhole = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
        return isWhole && value.precision() - value.scale() <= MOST_DIGITS
                ? JsonNodeFactory.instance.numberNode(value.toBigInteger())
                : number;
    }
}
