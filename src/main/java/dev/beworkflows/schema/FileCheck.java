package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.run.UploadedFile;
import dev.beworkflows.workflow.Field;
import dev.beworkflows.workflow.FieldType;
import dev.beworkflows.workflow.Texts;
import dev.beworkflows.workflow.UnknownParams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the uploaded files of a form. */
final class FileCheck {

    private static final String IN = "form";

    private final List<Field> form;
    private final List<String> fileNames;
    private final UnknownParams unknown;

    FileCheck(List<Field> form, UnknownParams unknown) {
        this.form = form;
        this.fileNames = form.stream()
                .filter(field -> field.type() == FieldType.FILE)
                .map(Field::name)
                .toList();
        this.unknown = unknown;
    }

    /**
     * The files that tasks may see, by field.
     *
     * @param checkedForm a file field that nothing was uploaded for is null there; one with files is taken out
     */
    Map<String, List<UploadedFile>> files(
            Map<String, List<UploadedFile>> sent, ObjectNode checkedForm, ProblemList problems) {
        Map<String, List<UploadedFile>> files = new LinkedHashMap<>();
        for (Field field : form) {
            List<UploadedFile> uploaded = sent.getOrDefault(field.name(), List.of());
            if (field.type() != FieldType.FILE) {
                if (!uploaded.isEmpty()) {
                    problem(
                            problems,
                            field.name(),
                            "expected " + Words.expected(field) + ", got a file",
                            Words.expected(field));
                }
            } else if (!uploaded.isEmpty()) {
                files.put(field.name(), uploaded);
                checkedForm.remove(field.name());
            } else if (field.rules().required()) {
                problem(problems, field.name(), "is required", "a file");
            }
        }
        sent.forEach((name, uploaded) -> undeclared(name, uploaded, files, problems));
        return files;
    }

    private void undeclared(
            String name, List<UploadedFile> uploaded, Map<String, List<UploadedFile>> files, ProblemList problems) {
        if (form.stream().anyMatch(field -> field.name().equals(name))) {
            return;
        }
        switch (unknown) {
            case REFUSE -> {
                String hint = Texts.nearest(name, fileNames)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
                String declared =
                        fileNames.isEmpty() ? "no files here" : "a file for one of: " + String.join(", ", fileNames);
                problem(problems, Words.cut(name), "is not declared" + hint, declared);
            }
            case PASS -> files.put(name, uploaded);
            case IGNORE -> {}
        }
    }

    private static void problem(ProblemList problems, String name, String message, String expected) {
        problems.add(IN, name, Words.step(name), message, expected);
    }
}
