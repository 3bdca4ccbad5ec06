package io.github.procfs4j.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.cli.screens.Gauge;
import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.cli.screens.Range;
import io.github.procfs4j.cli.screens.Section;
import io.github.procfs4j.cli.screens.State;
import io.github.procfs4j.cli.screens.Strip;
import io.github.procfs4j.cli.screens.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** This machine, and what it did a moment ago. */
class ThisMachineTest {
  private static final int MOMENTS = 8;
  private static final long PERIOD = 100_000_000;

  @TempDir private Path directory;

  @Command
  private static final class Options {
    @Mixin private RootOption root = new RootOption();
  }

  private static String text(Tasks tasks) {
    StringBuilder text = new StringBuilder(tasks.figures().toString());
    tasks.sorted("pid", false, "").forEach(task -> text.append('\n').append(task));
    return text.toString();
  }

  /** Everything that is shown, as text: records with arrays are compared by identity. */
  private static String text(Moment moment) {
    StringBuilder text = new StringBuilder();
    for (Section section : moment.sections()) {
      for (Strip strip : section.strips()) {
        text.append('\n').append(section.name()).append(strip.source()).append(strip.row());
        for (Gauge gauge : strip.gauges()) {
          text.append(' ').append(gauge);
        }
      }
    }
    return text.append(moment.verdicts()).append(text(moment.processes())).toString();
  }

  /** Whether sampled now or played later, a moment is the same: values, curves and verdicts. */
  @Test
  void earlierMomentsAreWhatWasShownThen() throws InterruptedException {
    List<Moment> shown = new ArrayList<>();
    CountDownLatch enough = new CountDownLatch(MOMENTS);
    ThisMachine[] here = new ThisMachine[1];
    try (ThisMachine machine =
        new ThisMachine(
            new RootOption(),
            PERIOD,
            () -> {
              if (enough.getCount() > 0) {
                shown.add(here[0].moment(State.initial()));
                enough.countDown();
              }
            })) {
      here[0] = machine;
      machine.start();
      enough.await();
      for (Moment moment : shown) {
        Moment again = machine.moment(RecordedTimeTest.at(OptionalLong.of(moment.nanos()), false));
        assertThat(text(again)).isEqualTo(text(moment));
        assertThat(again.time()).isEqualTo(moment.time());
      }
      assertThat(shown.getLast().sections()).isNotEmpty();
      assertThat(shown.getLast().processes().tasks()).isNotEmpty();
      Range range = machine.range();
      assertThat(range.moments()).contains(shown.getLast().nanos());
      assertThat(machine.moment(RecordedTimeTest.at(OptionalLong.empty(), true)).threads().tasks())
          .isNotEmpty();
    }
  }

  @Test
  void aDirectoryWithoutSourcesIsNoMachine() {
    Options options = new Options();
    new CommandLine(options).parseArgs("--root", directory.toString());
    Assertions.assertThatThrownBy(() -> new ThisMachine(options.root, PERIOD, () -> {}))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("none of the usual sources can be read");
  }
}
