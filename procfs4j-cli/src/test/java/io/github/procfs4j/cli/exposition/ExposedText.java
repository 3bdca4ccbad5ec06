package io.github.procfs4j.cli.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The samples of an exposition in the text format, read by a parser of its own, which rejects what
 * Prometheus rejects: a family that is begun twice, and a series that occurs twice.
 *
 * @param types the type of each family
 * @param values the value of each series, with its labels in the order of their names
 */
public record ExposedText(Map<String, String> types, Map<String, Double> values) {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\n\"])*)\"(?:,|$)");

  public static ExposedText parse(String text) {
    assertThat(text).endsWith("\n");
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, Double> values = new LinkedHashMap<>();
    Set<String> helps = new LinkedHashSet<>();
    String family = "";
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        String[] word = line.split(" ", -1);
        family = word[2];
        assertThat(types.put(family, word[3])).as(line).isNull();
      } else if (line.startsWith("# HELP ")) {
        assertThat(helps.add(line.split(" ", 4)[2])).as(line).isTrue();
      } else if (!line.isEmpty()) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group(1)).isEqualTo(family);
        String series = family + labels(sample.group(2) == null ? "" : sample.group(2));
        assertThat(values.put(series, Double.valueOf(sample.group(3)))).as(line).isNull();
      }
    }
    return new ExposedText(types, values);
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (label.find()) {
      assertThat(label.start()).as(text).isEqualTo(end);
      assertThat(labels.put(label.group(1), label.group(2))).as(text).isNull();
      end = label.end();
    }
    assertThat(end).as(text).isEqualTo(text.length());
    return labels;
  }

  /**
   * What node_exporter 1.5 of Debian 12 exposed of a tree of the corpus; {@code
   * .corpus/node-exporter} has made these texts.
   */
  public static ExposedText ofNodeExporter(String variant) throws IOException {
    try (InputStream in = ExposedText.class.getResourceAsStream(variant + ".prom.gz")) {
      assertThat(in).as(variant).isNotNull();
      return parse(new String(new GZIPInputStream(in).readAllBytes(), UTF_8));
    }
  }

  /** The family of a series. */
  public static String family(String series) {
    return series.substring(0, series.indexOf('{'));
  }

  /** The series with the family's type in place of the value. */
  public Map<String, String> typesOfSeries() {
    Map<String, String> all = new HashMap<>();
    values.keySet().forEach(series -> all.put(series, types.get(family(series))));
    return all;
  }
}
