package dev.beworkflows.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What stands at the head of one part of a multipart form.
 *
 * @param name of the form field
 * @param filename makes the part a file
 * @param contentType as it was sent; empty when it was not
 */
record PartHeader(String name, Optional<String> filename, String contentType) {

    /** @throws ProblemException when this is not the head of a form field */
    static PartHeader parse(byte[] bytes, int from, int to) {
        String text = StrictText.utf8(bytes, from, to)
                .filter(StrictText::isStorable)
                .orElseThrow(() -> MultipartParser.malformed("the headers of a part are not UTF-8 text"));
        Map<String, String> lines = lines(text);
        refuseEncodings(lines);
        HeaderValue disposition = HeaderValue.parse(lines.getOrDefault("content-disposition", ""));
        String name = disposition.parameters().get("name");
        if (!disposition.value().equals("form-data") || name == null) {
            throw MultipartParser.malformed("a part without 'Content-Disposition: form-data; name=\"…\"'");
        }
        Optional<String> filename = Optional.ofNullable(disposition.parameters().get("filename"));
        return new PartHeader(name, filename, lines.getOrDefault("content-type", ""));
    }

    private static Map<String, String> lines(String text) {
        Map<String, String> lines = new HashMap<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf("\r\n", start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                line(text.substring(start, end), lines);
            }
            start = end + 2;
        }
        return lines;
    }

    private static void line(String line, Map<String, String> lines) {
        int colon = line.indexOf(':');
        if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
            throw MultipartParser.malformed("a part has a header line without a name");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        if (lines.put(name, line.substring(colon + 1).strip()) != null) {
            throw MultipartParser.malformed("a part has the header '" + name + "' twice");
        }
    }

    private static void refuseEncodings(Map<String, String> lines) {
        String encoding =
                lines.getOrDefault("content-transfer-encoding", "binary").toLowerCase(Locale.ROOT);
        if (!encoding.equals("binary") && !encoding.equals("8bit") && !encoding.equals("7bit")) {
            throw MultipartParser.malformed("a part has a content-transfer-encoding; send the bytes as they are");
        }
    }
}
