package io.github.procfs4j.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private final StringWriter written = new StringWriter();
  private final Output out = new Output(written, 80, false);

  @Test
  void anObjectIsALineOfPrintableAscii() {
    JsonLines.write(out, json -> json.writeStringProperty("é\u202e", "\033[2J\u007f\n"));
    assertThat(written).hasToString("{\"\\u00E9\\u202E\":\"\\u001B[2J\\u007F\\n\"}\n");
  }

  /** A program that reads it must not mistake a part for the complete output. */
  @Test
  void whatAnErrorCutsShortIsNotClosed() {
    assertThatThrownBy(
            () ->
                JsonLines.write(
                    out,
                    json -> {
                      json.writeArrayPropertyStart("sources");
                      json.writeString("stat");
                      throw new IllegalStateException("cut short");
                    }))
        .hasMessage("cut short");
    assertThat(written).hasToString("{\"sources\":[\"stat\"");
  }
}
