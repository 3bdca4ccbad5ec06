package io.github.procfs4j.cli.export;

import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * JSON Lines: an object for each row, with the name of its relation and all its fields. Numbers are
 * exact; a reader that takes them for double precision loses digits beyond 2^53.
 */
final class JsonSink implements RowSink {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .rootValueSeparator("\n")
          .build();

  private final JsonGenerator json;
  private final Values values = new Values();
  private boolean isEmpty = true;

  JsonSink(OutputStream out) {
    json = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
  }

  @Override
  public void write(Rows rows) throws IOException {
    try {
      object(rows);
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private void object(Rows rows) {
    isEmpty = false;
    Relation relation = rows.relation();
    json.writeStartObject();
    json.writeStringProperty("@relation", relation.fullName());
    List<Field> fields = relation.fields();
    for (int f = 0; f < fields.size(); f++) {
      Field field = fields.get(f);
      json.writeName(field.name());
      if (rows.isNull(f)) {
        json.writeNull();
        continue;
      }
      switch (field.type()) {
        case TEXT, TIME -> {
          @Nullable String text = values.text(rows, f, field);
          json.writeString(text);
        }
        case LONG -> json.writeNumber(rows.number(f));
        case DOUBLE -> json.writeNumber(rows.real(f));
        default -> json.writeNumber(values.text(rows, f, field));
      }
    }
    json.writeEndObject();
  }

  @Override
  public void end() throws IOException {
    try {
      if (!isEmpty) {
        json.writeRaw('\n');
      }
      json.close();
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }
}
