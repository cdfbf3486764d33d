package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.regex.RegularExpression;

/** Compiles JSON Schemas: regular expressions run on RE2/J, whose time grows with the text only, and formats are checked. */
final class Schemas {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            Dialect.builder(Dialects.getDraft202012())
                    .format(new WholeDateTime())
                    .build(),
            builder -> builder.schemaCacheEnabled(false)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .regularExpressionFactory(Schemas::regularExpression)
                            .formatAssertionsEnabled(true)
                            .preloadSchema(true)
                            .build()));

    private Schemas() {}

    static Schema compile(JsonNode schema) {
        return REGISTRY.getSchema(schema);
    }

    private static RegularExpression regularExpression(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return text -> pattern.matcher(text).find();
    }
}
