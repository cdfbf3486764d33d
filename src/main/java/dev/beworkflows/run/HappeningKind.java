package dev.beworkflows.run;

import java.util.Locale;
import java.util.function.Function;

/** The words for what can happen, each with the way back from JSON. */
enum HappeningKind {
    ACCEPTED(Happening.Accepted.class, HappeningReader::accepted),
    STARTED(Happening.Started.class, members -> new Happening.Started()),
    TASK_STARTED(Happening.TaskStarted.class, HappeningReader::taskStarted),
    MESSAGE(Happening.Message.class, HappeningReader::message),
    MESSAGES_DROPPED(Happening.MessagesDropped.class, HappeningReader::messagesDropped),
    LOG(Happening.Log.class, HappeningReader::log),
    TASK_SUCCEEDED(Happening.TaskSucceeded.class, HappeningReader::taskSucceeded),
    TASK_FAILED(Happening.TaskFailed.class, HappeningReader::taskFailed),
    TASK_CANCELLED(Happening.TaskCancelled.class, HappeningReader::taskCancelled),
    TASK_PASSED_OVER(Happening.TaskPassedOver.class, HappeningReader::taskPassedOver),
    TASK_SKIPPED(Happening.TaskSkipped.class, HappeningReader::taskSkipped),
    INTERRUPTED(Happening.Interrupted.class, members -> new Happening.Interrupted(members.text("reason"))),
    SUCCEEDED(Happening.Succeeded.class, members -> new Happening.Succeeded(members.timing())),
    FAILED(Happening.Failed.class, HappeningReader::failed),
    CANCELLED(Happening.Cancelled.class, HappeningReader::cancelled),
    DEAD(Happening.Dead.class, HappeningReader::dead),
    RETRIED(Happening.Retried.class, members -> new Happening.Retried());

    private static final ClassValue<HappeningKind> BY_TYPE = new ClassValue<>() {
        @Override
        protected HappeningKind computeValue(Class<?> type) {
            for (HappeningKind kind : values()) {
                if (kind.type == type) {
                    return kind;
                }
            }
            throw new IllegalStateException("no kind for " + type.getSimpleName());
        }
    };

    private final Class<? extends Happening> type;
    private final String json = name().toLowerCase(Locale.ROOT);

    @SuppressWarnings("ImmutableEnumChecker") // only references to static methods
    private final Function<Members, Happening> reader;

    HappeningKind(Class<? extends Happening> type, Function<Members, Happening> reader) {
        this.type = type;
        this.reader = reader;
    }

    static HappeningKind of(Happening happening) {
        return BY_TYPE.get(happening.getClass());
    }

    /** @throws IllegalArgumentException when no kind is written so */
    static HappeningKind parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String json() {
        return json;
    }

    Happening read(Members members) {
        return reader.apply(members);
    }
}
