package io.github.procfs4j.cli.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The formats of expositions. Of equally wanted ones, the first is written. */
public enum Format {
  /** The text format of Prometheus, which every scraper understands. */
  TEXT("text/plain", "version=0.0.4; charset=utf-8", ""),
  /** OpenMetrics 1.0.0. */
  OPENMETRICS_1("application/openmetrics-text", "version=1.0.0; charset=utf-8", "# EOF\n"),
  /** The draft of OpenMetrics that older scrapers ask for; what is written is the same. */
  OPENMETRICS_0("application/openmetrics-text", "version=0.0.1; charset=utf-8", "# EOF\n"),
  /** Protocol buffers, the only format that has native histograms. */
  PROTOBUF(
      "application/vnd.google.protobuf",
      "proto=io.prometheus.client.MetricFamily; encoding=delimited",
      "");

  private static final String TOTAL = "_total";

  private final String mediaType;
  private final String contentType;
  private final String end;

  Format(String mediaType, String parameters, String end) {
    this.mediaType = mediaType;
    contentType = mediaType + "; " + parameters;
    this.end = end;
  }

  /** The value of Content-Type. */
  public String contentType() {
    return contentType;
  }

  /** Whether it is a version of OpenMetrics. */
  public boolean isOpenMetrics() {
    return !end.isEmpty();
  }

  /** The name of the family of a metric: OpenMetrics names counters without their suffix. */
  public String family(String metric, Type type) {
    return isOpenMetrics() ? familyOf(metric, type) : metric;
  }

  /** The name by which families must differ in all formats. */
  static String familyOf(String metric, Type type) {
    return type == Type.COUNTER && metric.endsWith(TOTAL)
        ? metric.substring(0, metric.length() - TOTAL.length())
        : metric;
  }

  /** What precedes the samples of a family. */
  byte[] head(String metric, Type type, String help) {
    String family = family(metric, type);
    String first = "# HELP " + family + " " + Names.help(help, this) + "\n";
    return (first + "# TYPE " + family + " " + type.in(this) + "\n").getBytes(UTF_8);
  }

  /** Writes a metric with its values, of which there is at least one. */
  public void write(TextBuffer to, String metric, Type type, String help, List<Value> values) {
    if (this == PROTOBUF) {
      FamilyMessage family = new FamilyMessage().begin(metric, type, help);
      values.forEach(one -> family.add(one.labels().encoded(), one.value().doubleValue()));
      family.writeTo(to);
      return;
    }
    to.put(head(metric, type, help));
    for (Value one : values) {
      to.put(metric);
      to.put(one.labels().text());
      to.put(' ');
      to.put(one.value().toPlainString());
      to.put('\n');
    }
  }

  /** What follows all families. */
  public String end() {
    return end;
  }

  /**
   * Writes histograms.
   *
   * @throws UnsupportedOperationException if the format has none
   */
  public void writeHistograms(
      TextBuffer to, String metric, String help, Map<Labels, NativeHistogram> histograms) {
    if (this != PROTOBUF) {
      throw new UnsupportedOperationException(this + " has no native histograms");
    }
    FamilyMessage family = new FamilyMessage().begin(metric, Type.HISTOGRAM, help);
    histograms.forEach((labels, histogram) -> family.add(labels.encoded(), histogram.message()));
    family.writeTo(to);
  }

  /**
   * The format that a client wants most. {@link #TEXT} if it does not say, or wants none of them:
   * most people want to see something.
   *
   * @param accept the value of Accept, if there is one
   */
  public static Format accepted(@Nullable String accept) {
    List<Range> ranges = Range.all(accept == null ? "" : accept);
    Format best = TEXT;
    double most = 0;
    for (Format format : values()) {
      Range range = Range.of(format, ranges);
      if (range != null && range.quality > most) {
        best = format;
        most = range.quality;
      }
    }
    return best;
  }

  /** A media range of Accept: RFC 9110, 12.5.1. */
  private record Range(String type, Map<String, String> parameters, double quality) {
    /** The parameters that distinguish formats. Names here need no escapes, and all is UTF-8. */
    private static final Set<String> KNOWN = Set.of("version", "proto", "encoding");

    static List<Range> all(String accept) {
      return Stream.of(accept.split(",", -1)).map(Range::parse).toList();
    }

    private static Range parse(String text) {
      String[] words = text.toLowerCase(Locale.ROOT).split(";", -1);
      Map<String, String> parameters = new HashMap<>();
      double quality = 1;
      for (int i = 1; i < words.length; i++) {
        String[] pair = words[i].strip().split("=", 2);
        String name = pair[0].strip();
        String value = pair.length == 2 ? pair[1].strip().replace("\"", "") : "";
        if (name.equals("q")) {
          quality = quality(value);
        } else if (KNOWN.contains(name)) {
          parameters.put(name, value);
        }
      }
      return new Range(words[0].strip(), parameters, quality);
    }

    private static double quality(String text) {
      try {
        double quality = Double.parseDouble(text);
        return quality >= 0 && quality <= 1 ? quality : 0;
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    /** The most specific range for a format; null if there is none. */
    static @Nullable Range of(Format format, List<Range> ranges) {
      Range found = null;
      for (Range range : ranges) {
        if (range.rank(format) > (found == null ? 0 : found.rank(format))) {
          found = range;
        }
      }
      return found;
    }

    /** How specific the range is for a format; 0 if it does not contain it. */
    private int rank(Format format) {
      if (format == PROTOBUF) { // nothing that people read: only if it is named completely
        return type.equals(format.mediaType)
                && parameters.equals(Range.parse(format.contentType).parameters)
            ? 4
            : 0;
      }
      if (type.equals(format.mediaType)) {
        return !Range.parse(format.contentType)
                .parameters
                .entrySet()
                .containsAll(parameters.entrySet())
            ? 0
            : parameters.isEmpty() ? 3 : 4;
      }
      String main = format.mediaType.substring(0, format.mediaType.indexOf('/'));
      return type.equals(main + "/*") ? 2 : type.equals("*/*") ? 1 : 0;
    }
  }
}
