package io.github.procfs4j.cli.terminal;

import java.math.BigDecimal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * JSON with one object on each line. It consists of printable ASCII, so that it is the same in any
 * locale and no name can control a terminal.
 */
public final class JsonLines {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .characterEscapes(new WithDelete())
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          // Output that is truncated by an error must not look complete.
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .build();

  /** Whole numbers beyond this, positive or negative, do not fit in 64 bits. */
  private static final double FITS_LONG = 0x1p63;

  private JsonLines() {}

  /** Writes an object, with the members that {@code members} writes, as the next line. */
  public static void write(Output out, Consumer<JsonGenerator> members) {
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out.printer())) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    out.line();
    out.flush();
  }

  /** Writes a number unless it is NaN. A whole number is written with all digits. */
  public static void number(JsonGenerator json, String name, double number) {
    if (!Double.isFinite(number)) {
      return;
    }
    if (number != Math.rint(number)) {
      // Values over time are kept as floats: further digits would be made up.
      if (number == (float) number) {
        json.writeNumberProperty(name, (float) number);
      } else {
        json.writeNumberProperty(name, number);
      }
    } else if (Math.abs(number) < FITS_LONG) {
      json.writeNumberProperty(name, (long) number);
    } else {
      json.writeNumberProperty(name, new BigDecimal(number).toBigInteger());
    }
  }

  /** The characters that JSON has to escape, and DEL, which is ASCII but not printable. */
  private static final class WithDelete extends CharacterEscapes {
    private static final long serialVersionUID = 1;

    private final int[] codes = standardAsciiEscapesForJSON();

    WithDelete() {
      codes[0x7f] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null; // the usual numeric escape
    }
  }
}
