package io.github.procfs4j.cli.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which format a client gets. */
class FormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Prometheus 2.42, and 3 without and with native histograms, and 2.42 with them
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
            + " | OPENMETRICS_1",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,/;q=0.1 | OPENMETRICS_1",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
            + " | PROTOBUF",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,"
            + "application/openmetrics-text;version=1.0.0;q=0.8,"
            + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
            + " | PROTOBUF",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text |"
            + " TEXT",
        "application/vnd.google.protobuf | TEXT",
        "application/vnd.google.protobuf;proto=other.Family;encoding=delimited | TEXT",
        // older ones, and other scrapers
        "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 |"
            + " OPENMETRICS_0",
        "application/openmetrics-text | OPENMETRICS_1",
        "application/openmetrics-text; version=\"1.0.0\"; charset=utf-8 | OPENMETRICS_1",
        "APPLICATION/OpenMetrics-Text;Version=0.0.1 | OPENMETRICS_0",
        "text/plain | TEXT",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | TEXT",
        "*/* | TEXT",
        "application/* | OPENMETRICS_1",
        // the more specific range counts, not the greater one
        "*/*;q=1, text/plain;q=0.1, application/openmetrics-text;q=0.2 | OPENMETRICS_1",
        "text/plain;q=0, application/*;q=0.1 | OPENMETRICS_1",
        "application/openmetrics-text;version=2.0.0 | TEXT",
        // neither wanted nor understood
        "image/png | TEXT",
        "application/openmetrics-text;q=0 | TEXT",
        "application/openmetrics-text;q=x | TEXT",
        "application/openmetrics-text;q=7 | TEXT",
        "application/openmetrics-text;q=NaN | TEXT",
        ";;;,=,q=1;=q | TEXT",
      })
  void isWhatTheClientWantsMost(String accept, Format format) {
    assertThat(Format.accepted(accept)).isEqualTo(format);
  }

  @Test
  void isTheTextFormatIfTheClientDoesNotSay() {
    assertThat(Format.accepted(null)).isEqualTo(Format.TEXT);
    assertThat(Format.accepted("")).isEqualTo(Format.TEXT);
    assertThat(Format.TEXT.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(Format.PROTOBUF.contentType())
        .isEqualTo(
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                + " encoding=delimited");
  }
}
