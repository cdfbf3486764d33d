package dev.beworkflows.openapi;

/**
 * A kind of failure that an answer can name (RFC 9457).
 *
 * @param type a URI reference that ends in the name under which the contract lists it
 */
public record ProblemType(int status, String type, String title) {

    String name() {
        return type.substring(type.lastIndexOf('/') + 1);
    }
}
