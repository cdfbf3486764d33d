package dev.beworkflows.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertRefused("workflow.yaml, line 3: the task has no code: tasks/b.py is missing");
    }

    @Test
    void aFileWithoutATaskIsTold() throws IOException {
        write("tasks/b.py", "");
        assertRefused("tasks/b.py: no task");
    }

    @Test
    void aPythonFileBesideTheDefinitionIsTold() throws IOException {
        write("intercept.py", "");
        assertRefused("intercept.py: no task");
    }

    @Test
    void codeInTheDefinitionIsTold() throws IOException {
        write("workflow.yaml", "tasks:\n  - name: a\n    code: x\n");
        assertRefused("workflow.yaml, line 3: code does not belong here but in tasks/a.py");
    }

    @Test
    void anInterceptorInTheDefinitionIsTold() throws IOException {
        write("workflow.yaml", "interceptor: x\ntasks:\n  - name: a\n");
        assertRefused("workflow.yaml, line 1: code does not belong here but in interceptor.py");
    }

    @ParameterizedTest
    @CsvSource({"../a", "a.b", "None", "'a/../a'"})
    void aNameThatCannotBeOneReadsNoFile(String name) throws IOException {
        write("workflow.yaml", "tasks:\n  - name: '" + name + "'\n");
        assertRefused("workflow.yaml, line 2: '" + name + "' cannot name a task");
    }

    @Test
    void badYamlIsToldWithItsLine() throws IOException {
        write("workflow.yaml", "id: small\ntasks: [\n");
        assertRefused("workflow.yaml, line 3: expected the node content");
        write("workflow.yaml", "id: small\nlabel: a: b\n");
        assertRefused("workflow.yaml, line 2: mapping values are not allowed");
    }

    @Test
    void aMemberThatStandsTwiceIsTold() throws IOException {
        write("workflow.yaml", "id: small\nid: large\n");
        assertRefused("workflow.yaml, line 2: Duplicate field 'id'");
    }

    @Test
    void anAliasIsToldInsteadOfReadAsItsName() throws IOException {
        write("workflow.yaml", "label: &l x\ndescription: *l\ntasks:\n  - name: a\n");
        assertRefused("workflow.yaml, line 2: aliases");
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
