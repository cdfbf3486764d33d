package dev.beworkflows.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.DateTimeFormat;

/** A date and time and nothing after it: the library's own format takes line ends and controls at the end, which no parser of a task would. */
final class WholeDateTime extends DateTimeFormat {

    @Override
    public boolean matches(ExecutionContext context, String value) {
        return !value.isEmpty() && isLast(value.charAt(value.length() - 1)) && super.matches(context, value);
    }

    private static boolean isLast(char c) {
        return c == 'Z' || c == 'z' || (c >= '0' && c <= '9');
    }
}
