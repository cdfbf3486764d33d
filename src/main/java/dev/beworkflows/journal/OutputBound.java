package dev.beworkflows.journal;

import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.workflow.TaskName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bounds the messages and logs of a run: the first ones are kept, once one does not fit all later ones are only counted. Belongs to the journal's loop. */
final class OutputBound {

    private final JournalLimits limits;
    private long characters;
    private boolean full;
    private long lines;
    private long messages;
    private @Nullable TaskName lastLeftOut;

    OutputBound(JournalLimits limits) {
        this.limits = limits;
    }

    /** What of it is to be kept, given how many events the run has: itself, its first lines, or nothing. */
    Optional<Happening> fitting(Happening happening, int events) {
        if (happening instanceof Happening.Log log) {
            return log(log, events);
        }
        if (happening instanceof Happening.Message message) {
            return message(message, events);
        }
        return Optional.of(happening);
    }

    /** Something that was kept before. */
    void count(Happening happening) {
        if (happening instanceof Happening.Log log) {
            characters += log.text().length();
        } else if (happening instanceof Happening.Message message) {
            characters += JsonWeight.of(message.message());
        }
    }

    long characters() {
        return characters;
    }

    /** Says what was left out, if anything was. */
    Optional<Happening> notice(Run run) {
        TaskName task = lastLeftOut;
        if (task == null) {
            return Optional.empty();
        }
        List<String> what = new ArrayList<>();
        if (lines > 0) {
            what.add(lines + (lines == 1 ? " line" : " lines"));
        }
        if (messages > 0) {
            what.add(messages + (messages == 1 ? " message" : " messages"));
        }
        int attempt = run.task(task).attempts();
        return Optional.of(new Happening.Log(task, attempt, "… " + String.join(" and ", what) + " left out\n"));
    }

    private Optional<Happening> log(Happening.Log log, int events) {
        String text = log.text();
        int fits = full || events >= limits.eventsPerRun() ? 0 : (int) Math.min(text.length(), room());
        if (fits == text.length()) {
            characters += fits;
            return Optional.of(log);
        }
        int cut = fits == 0 ? 0 : text.lastIndexOf('\n', fits - 1) + 1;
        full = true;
        characters += cut;
        lines += lines(text.substring(cut));
        lastLeftOut = log.task();
        return cut == 0
                ? Optional.empty()
                : Optional.of(new Happening.Log(log.task(), log.attempt(), text.substring(0, cut)));
    }

    private Optional<Happening> message(Happening.Message message, int events) {
        long size = JsonWeight.of(message.message());
        if (!full && events < limits.eventsPerRun() && size <= room()) {
            characters += size;
            return Optional.of(message);
        }
        full = true;
        messages++;
        lastLeftOut = message.task();
        return Optional.empty();
    }

    private long room() {
        return limits.outputPerRun() - characters;
    }

    private static long lines(String text) {
        long ends = text.chars().filter(character -> character == '\n').count();
        return text.endsWith("\n") ? ends : ends + 1;
    }
}
