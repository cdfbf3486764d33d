package dev.beworkflows.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowFolderTest {

    @TempDir
    Path folder;

    @BeforeEach
    void aFolderThatIsRight() throws IOException {
        write("workflow.yaml", "id: small\nmode: background\ntasks:\n  - name: a\n");
        write("tasks/a.py", "def a(ti):\n    pass\n");
    }

    @ParameterizedTest
    @CsvSource({"hello, 1", "diamond, 4", "branches, 3", "iris, 4", "countdown, 3", "train-in-background, 5"})
    void theExamplesAreAccepted(String name, int tasks) {
        Workflow workflow = Json.accepted(WorkflowFolder.read(Path.of("src/main/examples", name)));
        assertEquals(new WorkflowId(name), workflow.id());
        assertEquals(tasks, workflow.program().graph().tasks().size());
        assertTrue(workflow.program().graph().tasks().stream()
                .allMatch(task -> task.code().contains("def " + task.name() + "(ti):")));
        assertEquals(workflow, Json.accepted(WorkflowWriter.write(workflow)));
    }

    @Test
    void codeAndInterceptorComeFromTheirFiles() throws IOException {
        write("interceptor.py", "def intercept(ti): ...\n");
        write("tasks/README.md", "Not Python, so nobody asks for its task");
        Workflow workflow = Json.accepted(WorkflowFolder.read(folder));
        assertEquals(
                "def a(ti):\n    pass\n",
                workflow.program().graph().tasks().get(0).code());
        assertEquals(Optional.of("def intercept(ti): ...\n"), workflow.program().interceptor());
    }

    @Test
    void testsBesideTheTasksAreNoCode() throws IOException {
        var definition = WorkflowFolder.read(folder);
        write("tests/test_a.py", "from beworkflows_worker.testing import workflow\n");
        write("tests/runs/of-yesterday.json", "{}");
        assertEquals(definition, WorkflowFolder.read(folder));
    }

    @Test
    void aFolderInsideAJarIsReadAlike() throws IOException {
        Path jar = folder.resolve("some.jar");
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Path inside = Files.createDirectories(files.getPath("/examples/small/tasks"));
            Files.copy(folder.resolve("tasks/a.py"), inside.resolve("a.py"));
            Files.copy(folder.resolve("workflow.yaml"), inside.resolveSibling("workflow.yaml"));
        }
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
            assertEquals(WorkflowFolder.read(folder), WorkflowFolder.read(files.getPath("/examples/small")));
        }
    }

    @Test
    void aMissingFolderIsTold() {
        assertRefused(folder.resolve("none"), "none: no such folder");
    }

    @Test
    void aMissingDefinitionIsTold() throws IOException {
        Files.delete(folder.resolve("workflow.yaml"));
        assertRefused("workflow.yaml: no such file");
    }

    @Test
    void aTaskWithoutAFileIsToldWithItsLine() throws IOException {
        write("workflow.yaml", "tasks:\n  - name: a\n  - name: b\n");
        assertRefused("workflow.yaml:3:5: the task has no code: tasks/b.py is missing");
    }

    @Test
    void aFileWithoutATaskIsTold() throws IOException {
        write("tasks/b.py", "");
        assertRefused("tasks/b.py: no task");
    }

    @Test
    void aFileThatIsAlmostTheInterceptorIsTold() throws IOException {
        write("intercept.py", "");
        assertRefused("intercept.py: this file does not belong to a workflow; did you mean interceptor.py?");
    }

    @Test
    void testsAndOtherFilesBelongToTheAuthor() throws IOException {
        write("tests/test_a.py", "");
        write("conftest.py", "");
        write("README.md", "");
        assertEquals(
                Set.of("workflow.yaml", "tasks/a.py"),
                WorkflowFolder.files(folder).keySet());
    }

    @Test
    void allProblemsAreToldAtOnce() throws IOException {
        write("workflow.yaml", "tasks:\n  - name: a\n  - name: b\n  - name: c d\ninterceptor: x\n");
        write("tasks/e.py", "");
        List<String> told = assertThrows(WorkflowFolderException.class, () -> WorkflowFolder.read(folder))
                .getMessage()
                .lines()
                .toList();
        assertEquals(4, told.size(), told::toString);
        assertTrue(told.get(0).startsWith("workflow.yaml:3:5: "), told::toString);
        assertTrue(told.get(1).startsWith("workflow.yaml:4:5: "), told::toString);
        assertTrue(told.get(2).startsWith("workflow.yaml:5:1: "), told::toString);
        assertTrue(told.get(3).startsWith("tasks/e.py: "), told::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a.py",
                "tasks/../a.py",
                "tasks/a/b.py",
                "tasks/a.txt",
                "/tasks/a.py",
                "tasks/a b.py",
                "README.md",
                ""
            })
    void aMapHoldsNothingButAWorkflow(String name) {
        Map<String, String> files = new HashMap<>(WorkflowFolder.files(folder));
        files.put(name, "");
        String message = assertThrows(WorkflowFolderException.class, () -> WorkflowFolder.source(files))
                .getMessage();
        assertTrue(message.contains("does not belong to a workflow"), message);
    }

    @Test
    void aMapWithoutADefinitionIsTold() {
        WorkflowFolderException refused =
                assertThrows(WorkflowFolderException.class, () -> WorkflowFolder.source(Map.of()));
        assertEquals("workflow.yaml: no such file", refused.getMessage());
    }

    @Test
    void aProblemOfTheDefinitionIsLocatedInItsFile() throws IOException {
        write("workflow.yaml", "id: small\nbody:\n  - name: p\n    type: strin\ntasks:\n  - name: a\n");
        WorkflowSource source = WorkflowFolder.source(folder);
        assertEquals(new FilePlace("workflow.yaml", 4, 5), source.place(new WorkflowProblem("/body/0/type", "", "")));
        assertEquals(
                new FilePlace("workflow.yaml", 3, 5), source.place(new WorkflowProblem("/body/0/default", "", "")));
        assertEquals(
                new FilePlace("tasks/a.py", 7, 2), source.place(new WorkflowProblem("/tasks/0/code", "", "", 7, 2)));
        assertEquals(
                "tasks/a.py",
                source.place(new WorkflowProblem("/tasks/0/code", "", "")).toString());
        assertEquals(
                "interceptor.py:3",
                source.place(new WorkflowProblem("/interceptor", "", "", 3, 0)).toString());
    }

    @Test
    void aNumberThatCouldFillTheMemoryIsTold() throws IOException {
        write("workflow.yaml", "id: small\ntimeout: 1.0e+999999999\n");
        assertRefused("workflow.yaml:2:10: a number with an exponent beyond 1000");
    }

    @Test
    void codeInTheDefinitionIsTold() throws IOException {
        write("workflow.yaml", "tasks:\n  - name: a\n    code: x\n");
        assertRefused("workflow.yaml:3:5: code does not belong here but in tasks/a.py");
    }

    @Test
    void anInterceptorInTheDefinitionIsTold() throws IOException {
        write("workflow.yaml", "interceptor: x\ntasks:\n  - name: a\n");
        assertRefused("workflow.yaml:1:1: code does not belong here but in interceptor.py");
    }

    @ParameterizedTest
    @CsvSource({"../a", "a.b", "None", "'a/../a'"})
    void aNameThatCannotBeOneReadsNoFile(String name) throws IOException {
        write("workflow.yaml", "tasks:\n  - name: '" + name + "'\n");
        assertRefused("workflow.yaml:2:5: '" + name + "' cannot name a task");
    }

    @Test
    void badYamlIsToldWithItsLine() throws IOException {
        write("workflow.yaml", "id: small\ntasks: [\n");
        assertRefused("workflow.yaml:3:1: expected the node content");
        write("workflow.yaml", "id: small\nlabel: a: b\n");
        assertRefused("workflow.yaml:2:9: mapping values are not allowed");
    }

    @Test
    void aMemberThatStandsTwiceIsTold() throws IOException {
        write("workflow.yaml", "id: small\nid: large\n");
        assertRefused("workflow.yaml:2:3: Duplicate field 'id'");
    }

    @Test
    void anAliasIsToldInsteadOfReadAsItsName() throws IOException {
        write("workflow.yaml", "label: &l x\ndescription: *l\ntasks:\n  - name: a\n");
        assertRefused("workflow.yaml:2:14: aliases");
    }

    @Test
    void aSecondDocumentIsTold() throws IOException {
        write("workflow.yaml", "id: small\n---\nid: large\n");
        assertRefused("workflow.yaml");
    }

    @ParameterizedTest
    @CsvSource({"'',missing", "'# nothing',missing", "'- a',a list", "a,a string"})
    void whatIsNoDefinitionIsTold(String yaml, String word) throws IOException {
        write("workflow.yaml", yaml);
        assertRefused(word);
    }

    @Test
    void whatIsNotUtf8IsTold() throws IOException {
        Files.write(folder.resolve("tasks/a.py"), new byte[] {(byte) 0xe9});
        assertRefused("tasks/a.py: this is not UTF-8");
    }

    private void assertRefused(String words) {
        assertRefused(folder, words);
    }

    private static void assertRefused(Path folder, String words) {
        String message = assertThrows(WorkflowFolderException.class, () -> WorkflowFolder.read(folder))
                .getMessage();
        assertTrue(message.contains(words), message);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
