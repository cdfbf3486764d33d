package dev.beworkflows.environments;

/**
 * A Python that environments can be built on.
 *
 * @param version such as {@code 3.11.7}
 * @param executable where it lies
 */
public record Interpreter(String version, String executable) {

    /** Such as {@code 3.11}: what binary packages are made for. */
    public String minor() {
        int first = version.indexOf('.');
        int second = version.indexOf('.', first + 1);
        return second < 0 ? version : version.substring(0, second);
    }

    boolean is(String wanted) {
        return version.equals(wanted) || minor().equals(wanted);
    }
}
