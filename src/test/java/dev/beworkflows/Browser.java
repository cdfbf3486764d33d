package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chromium without a screen, which shows pages as people's browsers do. */
record Browser(String program, Path folder) {

    static final List<String> PROGRAMS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final int SECONDS = 60;

    /** Skips the test when none is installed. */
    static Browser find(Path folder) {
        String program = PROGRAMS.stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("");
        assumeTrue(!program.isEmpty(), "skipped: no Chromium is installed");
        return new Browser(program, folder);
    }

    /** What a page has become once its scripts have run, as HTML. */
    Page show(String address) throws Exception {
        Program.Ended ended = new Program(
                        program,
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--log-level=3",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=10000",
                        "--dump-dom",
                        address)
                .run(SECONDS);
        assertEquals(0, ended.status(), ended.output());
        return new Page(ended.output());
    }

    record Page(String html) {

        /** The snippet of an operation in a language, as it would be copied. */
        String snippet(String operation, String language) {
            String id = Pattern.quote(operation + "-snippet-" + language);
            Matcher found = Pattern.compile("<pre[^>]* id=\"" + id + "\"[^>]*>(.*?)</pre>", Pattern.DOTALL)
                    .matcher(html);
            return found.find() ? text(found.group(1)) : "";
        }

        private static String text(String html) {
            return html.replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&nbsp;", "\u00a0")
                    .replace("&amp;", "&");
        }
    }
}
