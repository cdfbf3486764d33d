package dev.beworkflows.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is typed as NAME=VALUE, or as NAME=@FILE. */
public final class NamedValue {

    private NamedValue() {}

    /** @throws CommandFailure when there is no name */
    public static String name(String option, String typed) {
        if (typed.indexOf('=') < 1) {
            throw CommandFailure.wrongUse(option + ": expected NAME=VALUE");
        }
        return typed.substring(0, typed.indexOf('='));
    }

    /** As it is typed. */
    static String text(String typed) {
        return typed.substring(typed.indexOf('=') + 1);
    }

    /**
     * What is typed, or the text of the file that is named.
     *
     * @throws CommandFailure when the file cannot be read
     */
    public static String value(String typed) {
        String text = text(typed);
        return text.startsWith("@") ? read(name("", typed), Path.of(text.substring(1))) : text;
    }

    static String read(String what, Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw CommandFailure.wrongUse(what + ": " + file + " is not UTF-8");
        } catch (IOException e) {
            throw CommandFailure.wrongUse(what + ": no such file: " + file);
        }
    }
}
