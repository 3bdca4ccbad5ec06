package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.Uptime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of ticks that the recorder skipped. */
class LateTest {
  @Test
  void sourcesThatSkippedAsMuchShareALine(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("x.rec");
    List<Recorder.Track> tracks =
        List.of(
            new Recorder.Track(Stat.FILE.sampler(directory), Duration.ofSeconds(1)),
            new Recorder.Track(MemInfo.FILE.sampler(directory), Duration.ofSeconds(1)),
            new Recorder.Track(Uptime.FILE.sampler(directory), Duration.ofSeconds(1)));
    try (RecordingWriter writer =
        RecordingWriter.create(file, false, tracks, RecordingFacts.of(Map.of()))) {
      writer.late(0, 2);
      writer.late(1, 1);
      writer.late(2, 1);
      writer.late(2, 1);
    }
    try (Recording recording = Recording.open(file)) {
      assertThat(Overview.late(recording))
          .containsExactly(
              "stat, uptime, each: 2 ticks skipped because the recorder was late",
              "meminfo: 1 tick skipped because the recorder was late");
    }
  }
}
