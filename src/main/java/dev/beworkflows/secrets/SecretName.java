package dev.beworkflows.secrets;

import java.util.regex.Pattern;

/** What a secret may be called. */
public final class SecretName {

    public static final String EXPECTED = "1 to 64 letters, digits or '_', not starting with a digit";

    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private SecretName() {}

    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }
}
