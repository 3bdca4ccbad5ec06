package io.github.procfs4j.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.History;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names of threads that something else than the kernel knows. */
@SuppressWarnings("NullAway") // what is missing fails the test
class ThreadNamesTest {
  private Process child;

  @BeforeEach
  void start() throws Exception {
    child = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void end() throws Exception {
    child.destroyForcibly().waitFor();
  }

  /** Made-up names, and what was asked for. */
  private static final class Made implements ThreadNames {
    long version;
    String name = "";
    final List<String> asked = new ArrayList<>();

    @Override
    public long version() {
      return version;
    }

    @Override
    public Optional<String> name(long pid, long tid, long start, String comm) {
      asked.add(pid + " " + tid + " " + start + " " + comm);
      return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }
  }

  private Processes processes() {
    return Procfs.mounted().processes().matching(ProcessFilter.pids(child.pid())).withThreads();
  }

  private static ProcessEntry thread(Sampler<ProcessTable> sampler) {
    assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
    assertThat(sampler.view().threads()).hasSize(1);
    return sampler.view().threads().getFirst();
  }

  @Test
  void aThreadHasTheKernelsNameUntilAnotherIsKnown() {
    Made made = new Made();
    try (Sampler<ProcessTable> sampler =
        processes().withThreadNames(made).sampler(History.keepingAll())) {
      ProcessEntry first = thread(sampler);
      while (!first.comm().equals("sleep")) { // the shell of the JDK, which executes it
        first = thread(sampler);
      }
      assertThat(first.name()).isEqualTo("sleep");
      made.asked.clear();
      thread(sampler);
      assertThat(made.asked).as("nothing has changed").isEmpty();

      made.name = "the complete name";
      made.version++;
      ProcessEntry named = thread(sampler);
      assertThat(named.name()).isEqualTo("the complete name");
      assertThat(named.comm()).isEqualTo("sleep");
      assertThat(named.tid()).isEqualTo(child.pid());
      assertThat(named.row()).isEqualTo(first.row());
      assertThat(made.asked)
          .containsExactly(child.pid() + " " + child.pid() + " " + named.start() + " sleep");

      made.name = "x".repeat(5_000);
      made.version++;
      assertThat(thread(sampler).name()).hasSize(1_024).endsWith("\u2026");
      made.name = "";
      made.version++;
      assertThat(thread(sampler).name()).isEqualTo("sleep");
    }
  }

  @Test
  void withoutNamesThereIsNoLabelForThem() {
    try (Sampler<ProcessTable> sampler = processes().sampler()) {
      assertThat(thread(sampler).row().table().labels())
          .containsExactly("pid", "tid", "start", "comm");
    }
    assertThat(processes().withThreadNames(new Made()).toString()).contains("complete names");
  }
}
