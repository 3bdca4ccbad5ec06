package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.system.CgroupCpu;
import io.github.procfs4j.system.CgroupPressure;
import io.github.procfs4j.system.Cgroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Groups of containers can be told apart by what a report prints. The paths are in the form that
 * Kubernetes with systemd has, and made up as the numbers are.
 */
class ControlGroupReportTest {
  private static final String POD =
      "kubepods.slice/kubepods-burstable.slice/"
          + "kubepods-burstable-pod0f0f0f0f_1111_2222_3333_444444444444.slice/";
  private static final List<String> CONTAINERS = List.of("0a1b2c3d4e5f", "f5e4d3c2b1a0");

  @TempDir private Path directory;
  private String file = "";

  @BeforeEach
  void makeRecording() throws IOException {
    Path root = directory.resolve("cg");
    sample(root, 0);
    Cgroups all = Cgroups.named("/").withDescendants().at(root);
    List<Recorder.Track> tracks =
        Stream.of(all.place(CgroupCpu.FILE), all.place(CgroupPressure.FILE))
            .map(it -> new Recorder.Track(it.sampler(Path.of("/proc")), Duration.ofSeconds(1)))
            .toList();
    Path recording = directory.resolve("x.rec");
    try (RecordingWriter writer =
        RecordingWriter.create(recording, false, tracks, RecordingFacts.none())) {
      Recorder recorder = new Recorder(tracks, writer);
      recorder.run(Duration.ZERO);
      sample(root, 1);
      recorder.run(Duration.ZERO);
    } finally {
      tracks.forEach(track -> track.sampler().close());
    }
    file = recording.toString();
  }

  private static void sample(Path root, int number) throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("cgroup.controllers"), "cpu\n");
    for (String digits : CONTAINERS) {
      for (String child : List.of("", "/the-group-of-a-service-in-a-container.service")) {
        String scope = POD + "cri-containerd-" + digits + "7".repeat(52) + ".scope" + child;
        Path group = Files.createDirectories(root.resolve(scope));
        Files.writeString(
            group.resolve("cpu.stat"),
            "usage_usec %d\nnr_periods %d\nnr_throttled %d\nthrottled_usec %d\n"
                .formatted(7 * number, 10 * number, 6 * number, 90 * number));
        Files.writeString(
            group.resolve("cpu.pressure"),
            "some avg10=0.00 total=%d\nfull avg10=0.00 total=%d\n"
                .formatted(5 * number, 3 * number));
      }
    }
  }

  @Test
  void theSummarySaysWhichContainerWasThrottled() {
    assertThat(Run.of("report", file).isDone().out().replaceAll("\\s+", " "))
        .containsPattern(
            "control group …/cri-containerd-(0a1b2c3d4e5f|f5e4d3c2b1a0)\\S* throttled in 60.0 %");
    assertThat(Run.of("report", file, "--html", "-").isDone().out())
        .containsPattern(
            "control group …/cri-containerd-(0a1b2c3d4e5f|f5e4d3c2b1a0)\\S* throttled in 60.0 %");
  }

  @Test
  void rowsOfGroupsCanBeToldApart() {
    for (String asked : List.of("cgroup/cpu", "--full")) {
      String text = Run.of("report", file, asked).isDone().out().replaceAll("\n *", "");
      for (String digits : CONTAINERS) {
        String group = "cri-containerd-" + digits + "[0-9a-f…]*\\.scope";
        assertThat(text).containsPattern(group + "(?!/)").containsPattern(group + "/the-group");
      }
    }
  }

  @Test
  void rowsOfPressureNameTheGroupTheResourceAndTheStall() {
    List<String> lines = Run.of("report", file, "cgroup/pressure").isDone().lines();
    for (String stall : List.of("some", "full")) {
      for (String digits : CONTAINERS) {
        assertThat(lines)
            .filteredOn(line -> line.contains(digits))
            .filteredOn(line -> line.endsWith(" resource=cpu stall=" + stall))
            .hasSize(2)
            .doesNotHaveDuplicates();
      }
    }
    List<String> brief = Run.of("report", file, "--full").isDone().lines();
    assertThat(brief).filteredOn(line -> line.matches("cgroup=…/.*stall=full")).hasSize(4);
  }
}
