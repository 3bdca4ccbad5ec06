package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.cli.http.HttpServer;
import io.github.procfs4j.cli.http.Request;
import io.github.procfs4j.cli.http.Response;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers requests for metrics. */
final class Answers implements HttpServer.Handler {
  static final String METRICS = "/metrics";

  /** Prometheus waits for ten seconds by default. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(9);

  private static final Pattern QUERY = Pattern.compile("(?:scraper=([A-Za-z0-9_.:-]{1,64}))?");

  private final Scrapes scrapes;
  private final @Nullable Between between;
  private final @Nullable Recordings recordings;

  /**
   * Answers with samples.
   *
   * @param between what is sampled between scrapes; null if nothing is
   * @param recordings what is kept of it; null if nothing is
   */
  Answers(Scrapes scrapes, @Nullable Between between, @Nullable Recordings recordings) {
    this.scrapes = scrapes;
    this.between = between;
    this.recordings = recordings;
  }

  @Override
  public Response answer(Request request) {
    return switch (request.path()) {
      case METRICS -> metrics(request);
      case Recordings.PATH ->
          recordings == null
              ? Response.text(
                  404, "Nothing is kept: procfs serve --every PERIOD --keep DURATION keeps it.")
              : recordings.answer(request);
      default ->
          Response.text(
              404, "There is nothing here but " + METRICS + " and " + Recordings.PATH + ".");
    };
  }

  private Response metrics(Request request) {
    Matcher query = QUERY.matcher(request.query());
    if (!query.matches()) {
      return Response.text(
          400,
          "The only parameter is scraper=NAME; a name has at most 64 letters, digits, and _ . : -");
    }
    String scraper = query.group(1) == null ? "" : query.group(1);
    if (between == null && !scraper.isEmpty()) {
      return Response.text(400, "There are no maxima: procfs serve --every PERIOD has them.");
    }
    try {
      return metrics(Format.accepted(request.header("accept").orElse(null)), scraper);
    } catch (TimeoutException e) {
      return Response.text(503, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Response.text(503, "The server ends.");
    }
  }

  private Response metrics(Format format, String scraper)
      throws InterruptedException, TimeoutException {
    TextBuffer all = new TextBuffer();
    all.put(scrapes.text(format, PATIENCE_NANOS));
    if (between != null && !between.write(format, scraper, all)) {
      return Response.text(
          503,
          "There are %d scrapers with names already; one is forgotten after an hour."
              .formatted(Between.MOST_SCRAPERS));
    }
    all.put(format.end());
    return new Response(200, format.contentType(), all.toBytes(), Map.of("Vary", "Accept"));
  }
}
