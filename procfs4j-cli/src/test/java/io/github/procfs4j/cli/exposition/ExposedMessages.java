package io.github.procfs4j.cli.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.github.procfs4j.cli.protobuf.Schema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The samples of an exposition in protocol buffers, decoded by Google's library with the part of
 * the published schema that is used: whatever is not of it would be unknown there.
 *
 * @param types the type of each family
 * @param values the value of each series, with its labels in the order of their names
 * @param histograms the histogram of each series
 */
public record ExposedMessages(
    Map<String, String> types, Map<String, Double> values, Map<String, Histogram> histograms) {
  /**
   * A native histogram.
   *
   * @param buckets how many values there are in each bucket, by its upper limit
   */
  public record Histogram(
      long count, double sum, long zeros, int schema, NavigableMap<Double, Long> buckets) {}

  private static final Map<Integer, String> TYPES =
      Map.of(0, "counter", 1, "gauge", 3, "untyped", 4, "histogram");

  /** io/prometheus/client/metrics.proto of client_model: names, numbers and types as there. */
  private static final Descriptor FAMILY =
      new Schema()
          .message(
              "MetricFamily", "1:name:string", "2:help:string", "3:type:int32", "4:metric:Metric[]")
          .message(
              "Metric",
              "1:label:LabelPair[]",
              "2:gauge:Number",
              "3:counter:Number",
              "5:untyped:Number",
              "7:histogram:Histogram")
          .message("LabelPair", "1:name:string", "2:value:string")
          .message("Number", "1:value:double")
          .message(
              "Histogram",
              "1:sample_count:uint64",
              "2:sample_sum:double",
              "5:schema:sint32",
              "6:zero_threshold:double",
              "7:zero_count:uint64",
              "12:positive_span:BucketSpan[]",
              "13:positive_delta:sint64[]")
          .message("BucketSpan", "1:offset:sint32", "2:length:uint32")
          .type("MetricFamily");

  public static ExposedMessages parse(byte[] bytes) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, Histogram> histograms = new LinkedHashMap<>();
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    while (in.available() > 0) {
      DynamicMessage.Builder builder = DynamicMessage.newBuilder(FAMILY);
      assertThat(builder.mergeDelimitedFrom(in)).isTrue();
      Message family = builder.build();
      Schema.isKnown(family);
      String name = (String) Schema.required(family, "name");
      String type = Objects.requireNonNull(TYPES.get((Integer) Schema.required(family, "type")));
      assertThat((String) Schema.required(family, "help")).isNotEmpty();
      assertThat(types.put(name, type)).as(name).isNull();
      List<?> metrics = (List<?>) Schema.required(family, "metric");
      assertThat(metrics).isNotEmpty();
      for (Object element : metrics) {
        Message metric = (Message) element;
        String series = name + labels(metric);
        Message value = (Message) Schema.required(metric, type);
        if (type.equals("histogram")) {
          assertThat(histograms.put(series, histogram(value))).as(series).isNull();
        } else {
          assertThat(values.put(series, (Double) Schema.required(value, "value"))).isNull();
        }
      }
    }
    return new ExposedMessages(types, values, histograms);
  }

  private static Map<String, String> labels(Message metric) {
    Map<String, String> labels = new TreeMap<>();
    for (Object label : (List<?>) Schema.required(metric, "label")) {
      Message pair = (Message) label;
      String name = (String) Schema.required(pair, "name");
      assertThat(labels.put(name, (String) Schema.required(pair, "value"))).isNull();
    }
    return labels;
  }

  static Histogram histogram(Message value) {
    List<?> deltas = (List<?>) Schema.required(value, "positive_delta");
    int schema = (Integer) Schema.required(value, "schema");
    NavigableMap<Double, Long> buckets = new TreeMap<>();
    int next = 0;
    int delta = 0;
    long inBucket = 0;
    for (Object element : (List<?>) Schema.required(value, "positive_span")) {
      Message span = (Message) element;
      next += (Integer) Schema.required(span, "offset");
      for (int i = (Integer) Schema.required(span, "length"); i > 0; i--) {
        inBucket += (Long) deltas.get(delta++);
        buckets.put(Math.pow(2, next++ * Math.pow(2, -schema)), inBucket);
      }
    }
    assertThat(deltas).hasSize(delta);
    return new Histogram(
        (Long) Schema.required(value, "sample_count"),
        (Double) Schema.required(value, "sample_sum"),
        (Long) Schema.required(value, "zero_count"),
        schema,
        buckets);
  }
}
