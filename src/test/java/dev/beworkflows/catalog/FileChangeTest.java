package dev.beworkflows.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileChangeTest {

    @Test
    void showsWhatWasAddedRemovedAndModified() {
        List<FileChange> changes = FileChange.between(
                Map.of("a.py", "1\n2\n3\n", "b.py", "b\n", "same", "x"),
                Map.of("a.py", "1\n3\n", "c.py", "c\n", "same", "x"));
        assertEquals(
                List.of(
                        new FileChange(
                                "a.py",
                                FileChange.Kind.MODIFIED,
                                "--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,2 @@\n 1\n-2\n 3\n"),
                        new FileChange(
                                "b.py", FileChange.Kind.REMOVED, "--- a/b.py\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-b\n"),
                        new FileChange(
                                "c.py", FileChange.Kind.ADDED, "--- /dev/null\n+++ b/c.py\n@@ -0,0 +1,1 @@\n+c\n")),
                changes);
    }

    @Test
    void aMissingEndOfTheLastLineShows() {
        assertEquals(
                "--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+x\n",
                FileChange.between(Map.of("a", "x"), Map.of("a", "x\n")).get(0).diff());
    }

    @Test
    void anEmptyFileIsAChangeWithoutLines() {
        assertEquals(
                List.of(new FileChange("a", FileChange.Kind.ADDED, "")), FileChange.between(Map.of(), Map.of("a", "")));
    }
}
