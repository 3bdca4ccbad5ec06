package io.github.procfs4j.opentelemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

/** Receives metrics over OTLP, HTTP with protobuf, on the loopback interface. */
final class Receiver implements AutoCloseable {
  private static final int OK = 200;

  private final HttpServer server;

  /** The last values of each metric. */
  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/metrics", this::receive);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private void receive(HttpExchange exchange) throws IOException {
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream body = exchange.getRequestBody();
        InputStream in = isZipped ? new GZIPInputStream(body) : body) {
      ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(in);
      request.getResourceMetricsList().stream()
          .flatMap(resource -> resource.getScopeMetricsList().stream())
          .filter(scope -> scope.getScope().getName().equals("io.github.procfs4j"))
          .flatMap(scope -> scope.getMetricsList().stream())
          .forEach(metric -> metrics.put(metric.getName(), metric));
    }
    exchange.sendResponseHeaders(OK, -1);
    exchange.close();
  }

  /** Waits until a metric has been received. */
  Metric await(String name) throws InterruptedException {
    await(() -> has(name));
    return Objects.requireNonNull(metrics.get(name));
  }

  boolean has(String name) {
    return metrics.containsKey(name);
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20); // the timeout of the test ends this
    }
  }

  void forget() {
    metrics.clear();
  }

  static List<NumberDataPoint> points(Metric metric) {
    return metric.hasSum()
        ? metric.getSum().getDataPointsList()
        : metric.getGauge().getDataPointsList();
  }

  /** The only value of a metric for these attributes. */
  static double value(Metric metric, Map<String, String> attributes) {
    return points(metric).stream()
        .filter(point -> attributes(point).equals(attributes))
        .mapToDouble(point -> point.hasAsInt() ? point.getAsInt() : point.getAsDouble())
        .findFirst()
        .orElse(Double.NaN);
  }

  private static Map<String, String> attributes(NumberDataPoint point) {
    Map<String, String> attributes = new TreeMap<>();
    for (KeyValue attribute : point.getAttributesList()) {
      attributes.put(attribute.getKey(), attribute.getValue().getStringValue());
    }
    return attributes;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
