package dev.beworkflows.workflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * About how many instructions a regex compiles to. RE2/J writes every counted repetition out and bounds each one but not their product: {@code ((a{1000}){1000}){1000}}
 * would fill the memory. For one regex and one thread.
 */
final class RegexSize {

    static final long MOST = 10_000;

    private static final Pattern COUNTED = Pattern.compile("\\{(\\d{1,9})(?:(,)(\\d{0,9}))?}");
    private static final Pattern CLASS =
            Pattern.compile("\\[\\^?]?(?:\\[:\\^?\\w+:]|\\\\.|[^\\]\\\\])*+]", Pattern.DOTALL);

    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    private int next;
    /** Of the group so far, without its last atom. */
    private long before;
    /** Of the last atom, which a repetition would repeat. */
    private long atom;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    /** Whether it can be compiled without harm; says nothing of whether it is right. */
    static boolean isBearable(String regex) {
        return new RegexSize(regex).size() <= MOST;
    }

    private long size() {
        while (next < regex.length() && before + atom <= MOST) {
            step(regex.charAt(next));
        }
        return before + atom + outer.stream().mapToLong(Long::longValue).sum();
    }

    private void step(char c) {
        switch (c) {
            case '(' -> open();
            case ')' -> close();
            case '[' -> characterClass();
            case '{' -> counted();
            case '\\' -> escape();
            case '*', '+', '?' -> grow();
            default -> add(1, 1);
        }
    }

    private void add(long size, int characters) {
        before += atom;
        atom = size;
        next += characters;
    }

    private void grow() {
        atom++;
        next++;
    }

    private void open() {
        outer.push(before + atom);
        before = 0;
        atom = 0;
        next++;
    }

    private void close() {
        long group = before + atom + 2;
        before = outer.isEmpty() ? 0 : outer.pop();
        atom = group;
        next++;
    }

    private void characterClass() {
        Matcher matcher = CLASS.matcher(regex).region(next, regex.length());
        add(1, matcher.lookingAt() ? matcher.end() - next : 1);
    }

    private void counted() {
        Matcher matcher = COUNTED.matcher(regex).region(next, regex.length());
        if (!matcher.lookingAt()) {
            add(1, 1);
            return;
        }
        long times = Long.parseLong(matcher.group(1)) + 1;
        String most = matcher.group(3);
        if (most != null && !most.isEmpty()) {
            times = Math.max(times, Long.parseLong(most) + 1);
        }
        atom = Math.max(1, atom) * times;
        next = matcher.end();
    }

    /** {@code \Q(((\E} is text and opens no group. */
    private void escape() {
        if (!regex.startsWith("\\Q", next)) {
            add(1, 2);
            return;
        }
        int end = regex.indexOf("\\E", next);
        int stop = end < 0 ? regex.length() : end;
        add(stop - next, 0);
        // What follows repeats the last character only; counting the whole text is on the safe side.
        next = Math.min(regex.length(), stop + 2);
    }
}
