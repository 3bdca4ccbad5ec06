package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.http.HttpServer;
import io.github.procfs4j.cli.http.Limits;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.cli.record.KeptSamples;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A ring of which each sample is taken by the test, and recordings of it. */
@SuppressWarnings("NullAway") // what is missing fails the test
class RecordingsTest {
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final int SAMPLES = 20;

  @TempDir private Path directory;
  private final List<String> said = new ArrayList<>();
  private KeptSamples kept;
  private Ring ring;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    kept = kept(Path.of("/proc"), 1 << 20, false);
    ring = new Ring(kept, Long.MAX_VALUE, said::add);
    server =
        HttpServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Recordings(ring, said::add)::answer,
            host -> true,
            Limits.USUAL,
            said::add);
  }

  private static KeptSamples kept(Path root, long bytes, boolean hasArguments) {
    return new KeptSamples(
        new RootOption(),
        root,
        "made for a test",
        hasArguments,
        new KeptSamples.Bounds(Duration.ofMinutes(10), bytes, 1 << 24),
        KeptSamples.Periods.asRecorded(PERIOD));
  }

  @AfterEach
  void end() {
    server.close();
    kept.tracks().forEach(track -> track.sampler().close());
  }

  private void sample() {
    for (int i = 0; i < SAMPLES; i++) {
      for (Recorder.Track track : kept.tracks()) {
        Outcome ignored = track.sampler().sample();
      }
    }
  }

  /** What a client gets. */
  private static final class Answer {
    private final int status;
    private final String type;
    private final String disposition;
    private final byte[] body;

    Answer(URI uri) {
      try {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        status = connection.getResponseCode();
        type = connection.getHeaderField("Content-Type");
        disposition = connection.getHeaderField("Content-Disposition");
        try (InputStream stream =
            status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
          body = stream.readAllBytes();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }
  }

  private CompletableFuture<Answer> ask(String query) {
    URI uri =
        URI.create("http://127.0.0.1:" + server.address().getPort() + Recordings.PATH + query);
    return CompletableFuture.supplyAsync(() -> new Answer(uri), Thread::startVirtualThread);
  }

  private Answer answer(String query) {
    CompletableFuture<Answer> asked = ask(query);
    while (!asked.isDone()) {
      ring.idleUntil(0); // as between two samples
    }
    return asked.join();
  }

  private static List<String> texts(Playback samples) {
    List<String> texts = new ArrayList<>();
    while (samples.next()) {
      texts.add(samples.startNanos() + " " + samples.endNanos() + " " + samples.text());
    }
    return texts;
  }

  @Test
  void aRecordingHasAllThatWasSampled() throws IOException {
    sample();
    ring.late(0, 2);
    ring.late(0, 3);
    ring.late(1, 1);
    Answer answer = answer("");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type).isEqualTo("application/octet-stream");
    assertThat(answer.disposition)
        .matches("attachment; filename=\"procfs-[0-9]{8}-[0-9]{6}\\.rec\"");
    Path file = Files.write(directory.resolve("all.rec"), answer.body());
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
      assertThat(recording.sources().subList(0, 3))
          .extracting(RecordedSource::lateTicks)
          .containsExactly(5L, 1L, 0L);
      assertThat(recording.instant(recording.startNanos())).isPresent();
      assertThat(recording.sources())
          .extracting(RecordedSource::name)
          .containsExactlyElementsOf(
              kept.tracks().stream().map(track -> track.sampler().source().name()).toList())
          .contains("stat", "pid:*");
      for (int i = 0; i < kept.tracks().size(); i++) {
        assertThat(texts(recording.playback(recording.sources().get(i))))
            .hasSize(SAMPLES + 1)
            .isEqualTo(texts(kept.tracks().get(i).sampler().history().playback()));
      }
    }
    assertThat(said).isEmpty();
  }

  @Test
  void aPartHasWhatBeganInIt() throws IOException {
    sample();
    Path file = Files.write(directory.resolve("all.rec"), answer("").body());
    try (Recording recording = Recording.open(file)) {
      long middle = (recording.endNanos() - recording.startNanos()) / 2;
      String query = "?from=%.9f".formatted(middle / 1e9) + "&to=1h";
      Path cut = Files.write(directory.resolve("cut.rec"), answer(query).body());
      try (Recording part = Recording.open(cut)) {
        assertThat(part.facts().asMap()).containsKey("cut");
        long from = recording.startNanos() + middle;
        assertThat(texts(part.playback(part.source("stat").orElseThrow())))
            .isNotEmpty()
            .isEqualTo(
                texts(recording.playback(recording.source("stat").orElseThrow())).stream()
                    .filter(text -> Long.parseLong(text.split(" ", 2)[0]) >= from)
                    .toList());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?from=1h, 404, from 1h is outside",
    "?to=2020-01-31T14:05:00%2B01:00, 404, to 2020-01-31T14:05:00+01:00 is outside",
    "?to=2020-01-31T14:05:00+01:00, 404, to 2020-01-31T14:05:00+01:00 is outside",
    "?from=%1b[31mx, 400, not a time",
    "?from=%zz, 400, %",
    "?until=1s, 400, The parameters are",
    "?from=1s&from=2s, 400, The parameters are",
    "?, 200, PROC"
  })
  void whatIsNotThereIsSaid(String query, int status, String text) throws IOException {
    Answer answer;
    if (query.contains("%")) {
      answer = answer(query.replace("%1b[", "%1b%5b").replace("%zz", "%25zz"));
    } else {
      answer = answer(query);
    }
    assertThat(answer.status()).isEqualTo(status);
    if (status != 200) {
      assertThat(new String(answer.body(), UTF_8)).contains(text).doesNotContain("\u001b");
    }
  }

  @Test
  void fewClientsAtOnce() {
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < Recordings.MOST; i++) {
      asked.add(ask(""));
    }
    while (ring.waiting() < Recordings.MOST) {
      Thread.onSpinWait();
    }
    Answer refused = ask("").join();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(new String(refused.body(), UTF_8)).contains("2 clients");
    while (!asked.stream().allMatch(CompletableFuture::isDone)) {
      ring.idleUntil(0);
    }
    assertThat(asked).allMatch(one -> one.join().status() == 200);
    assertThat(answer("").status()).isEqualTo(200);
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    assertThat(answer("?from=-1s").status()).isEqualTo(200);
    assertThat(answer("?from=1h").status()).isEqualTo(404);
    long self = ProcessHandle.current().pid();
    try (var open = Files.list(Path.of("/proc/" + self + "/fd"))) {
      assertThat(
              open.map(RecordingsTest::target)
                  .filter(name -> name.startsWith(temporary + "/procfs-serve-")))
          .isEmpty();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  @Test
  void aFullRingSaysSo() {
    KeptSamples small = kept(Path.of("/proc"), 1, true);
    Ring full = new Ring(small, Long.MAX_VALUE, said::add);
    Recorder.Track stat = small.tracks().getFirst();
    while (stat.sampler().history().dropped() == 0) {
      Outcome ignored = stat.sampler().sample();
    }
    full.sampled(0, stat.sampler());
    full.sampled(0, stat.sampler());
    assertThat(said).singleElement().asString().startsWith("stat: less than asked for is kept");
    small.tracks().forEach(track -> track.sampler().close());
  }

  /** The arguments of this JVM contain a class path. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void argumentsAreKeptOnlyIfAskedFor(boolean hasArguments) throws IOException {
    Path file = directory.resolve("x.rec");
    KeptSamples samples = kept(Path.of("/proc"), 1 << 20, hasArguments);
    long written = samples.write(List.of(), file);
    assertThat(written).isEqualTo(samples.tracks().size());
    String pid = Long.toString(ProcessHandle.current().pid());
    try (Recording recording = Recording.open(file)) {
      Playback played = recording.playback(recording.source("pid:*").orElseThrow());
      assertThat(played.next()).isTrue();
      Row own =
          played.layout().tables().stream()
              .filter(table -> table.table().name().equals("process"))
              .flatMap(table -> table.rows().stream())
              .filter(row -> row.label("pid").equals(pid))
              .findFirst()
              .orElseThrow();
      if (hasArguments) {
        assertThat(own.label("command")).contains(" ").isNotEqualTo(own.label("comm"));
      } else {
        assertThat(List.of(own.label("command"), own.label("name")))
            .containsOnly(own.label("comm"));
      }
    }
    samples.tracks().forEach(track -> track.sampler().close());
  }

  @Test
  void whatIsMissingIsAFact() {
    KeptSamples tree = kept(Corpus.tree("amd64-6.12-smp4-numa2", "s0"), 1 << 20, true);
    assertThat(tree.facts().asMap().get("left_out")).contains("pid:*: empty");
    tree.tracks().forEach(track -> track.sampler().close());
  }
}
