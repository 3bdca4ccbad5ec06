package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.report.RecordingPage;
import io.github.procfs4j.recording.RecordingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Writes the page of the report, which takes longer than a screen may wait. */
final class Pages {
  private static final String ENDING = ".rec";

  private Pages() {}

  /** The file of the page of a recording with this name, in the current directory. */
  static Path beside(String name) {
    String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    return Path.of(stem + ".html");
  }

  /**
   * Begins to write a page, by a thread of its own.
   *
   * @param recording the recording
   * @param name its name on the page
   * @param page the file of the page, which is not replaced
   * @param news receives what became of it
   * @param changed called then
   */
  static void write(
      Path recording, String name, Path page, AtomicReference<String> news, Runnable changed) {
    Thread.ofPlatform()
        .daemon()
        .name("page")
        .start(
            () -> {
              news.set(written(recording, name, page));
              changed.run();
            });
  }

  private static String written(Path recording, String name, Path page) {
    try {
      RecordingPage.write(recording, name, page);
      return page + ": the page of the report";
    } catch (RecordingException | IOException e) {
      return Messages.of(e);
    }
  }
}
