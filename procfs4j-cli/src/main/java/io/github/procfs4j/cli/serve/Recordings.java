package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.http.Request;
import io.github.procfs4j.cli.http.Response;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.record.RecordCommand;
import io.github.procfs4j.cli.report.CutCommand;
import io.github.procfs4j.cli.report.Span;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingCopy;
import io.github.procfs4j.recording.RecordingException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What a ring contains as recordings: for clients, and in files. For a client it is first written
 * to a file that has no name any longer when the client gets it. So a slow client keeps neither the
 * sampling thread waiting nor memory in use.
 */
final class Recordings {
  /** How many clients receive a recording at the same time. */
  static final int MOST = 2;

  static final String PATH = "/recording";

  private static final String FROM = "from";
  private static final String TO = "to";

  /** How long to wait for the sample that is being taken. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(9);

  private final Ring ring;
  private final Consumer<String> voice;
  private final Semaphore places = new Semaphore(MOST);
  private final AtomicBoolean isWriting = new AtomicBoolean();

  Recordings(Ring ring, Consumer<String> voice) {
    this.ring = ring;
    this.voice = voice;
  }

  /** The part of the ring that a request asks for. */
  Response answer(Request request) {
    Map<String, String> times = new HashMap<>();
    for (String parameter :
        request.query().isEmpty() ? new String[0] : request.query().split("&")) {
      String[] parts = parameter.split("=", 2);
      boolean isKnown = parts.length == 2 && (parts[0].equals(FROM) || parts[0].equals(TO));
      if (!isKnown || times.putIfAbsent(parts[0], parts[1]) != null) {
        return Response.text(400, "The parameters are from=TIME and to=TIME, each at most once.");
      }
    }
    if (!places.tryAcquire()) {
      return Response.text(
          503, "There are %d clients that receive a recording already.".formatted(MOST));
    }
    boolean isKept = false;
    try {
      times.replaceAll((name, text) -> decoded(text));
      Response response = answer(times);
      isKept = true;
      return response;
    } catch (Span.OutsideException e) {
      return Response.text(404, Printable.line(String.valueOf(e.getMessage())));
    } catch (IllegalArgumentException e) {
      return Response.text(400, Printable.line(String.valueOf(e.getMessage())));
    } catch (IOException | RecordingException e) {
      voice.accept(PATH + ": " + Messages.of(e));
      return Response.text(503, "The recording cannot be written: the server's messages say why.");
    } catch (TimeoutException e) {
      return Response.text(503, Printable.line(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Response.text(503, "The server ends.");
    } finally {
      if (!isKept) {
        places.release();
      }
    }
  }

  /** A plus sign is one, as in +01:00, and not a space. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private Response answer(Map<String, String> times)
      throws IOException, InterruptedException, TimeoutException {
    Path directory = Files.createTempDirectory("procfs-serve-"); // only its owner may enter it
    Path all = directory.resolve("all.rec");
    Path part = directory.resolve("part.rec");
    try {
      long ignored = ring.write(all, PATIENCE_NANOS);
      if (!times.isEmpty()) {
        cut(all, part, Optional.ofNullable(times.get(FROM)), Optional.ofNullable(times.get(TO)));
      }
      Path file = times.isEmpty() ? all : part;
      long length = Files.size(file);
      InputStream content =
          new FilterInputStream(Files.newInputStream(file)) {
            private boolean isClosed;

            @Override
            public void close() throws IOException {
              if (!isClosed) {
                isClosed = true;
                places.release();
              }
              super.close();
            }
          };
      return Response.of(content, length, "application/octet-stream")
          .with(
              "Content-Disposition",
              "attachment; filename=\"" + RecordCommand.defaultFile() + "\"");
    } finally {
      Files.deleteIfExists(all);
      Files.deleteIfExists(part);
      Files.deleteIfExists(directory);
    }
  }

  private static void cut(Path all, Path part, Optional<String> from, Optional<String> to)
      throws IOException {
    try (Recording recording = Recording.open(all)) {
      Span span = Span.of(recording, FROM, from.orElse(null), TO, to.orElse(null));
      long ignored =
          RecordingCopy.write(
              List.of(CutCommand.part(recording, recording.sources(), span)),
              CutCommand.facts(recording, span, "what was kept"),
              part,
              false);
    }
  }

  /** Writes what is kept to a file in the current directory, unless that is being done already. */
  void writeFile() {
    if (!isWriting.compareAndSet(false, true)) {
      return;
    }
    Path file = RecordCommand.defaultFile();
    try {
      Optional<String> danger = OutputFile.check(file, false);
      long samples = ring.write(file, PATIENCE_NANOS);
      danger.ifPresent(voice);
      voice.accept("%s: %,d samples; procfs report shows it".formatted(file, samples));
    } catch (IOException | RecordingException e) {
      voice.accept(Messages.of(e));
    } catch (TimeoutException e) {
      voice.accept(file + ": not written, because of " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      isWriting.set(false);
    }
  }
}
