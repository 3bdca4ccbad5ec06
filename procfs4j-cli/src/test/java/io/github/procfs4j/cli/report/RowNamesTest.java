package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The paths are made up, in the form that Kubernetes with systemd has. */
class RowNamesTest {
  private static final String SLICE = "/kubepods.slice/kubepods-burstable.slice";
  private static final String CONTAINER = "0123456789ab" + "c".repeat(52);
  private static final String SCOPE = "/cri-containerd-" + CONTAINER + ".scope";
  private static final String PATH = SLICE + SCOPE;

  @Test
  void theEndOfAPathAndTheFirstDigitsOfAContainerStay() {
    assertThat(RowNames.shortened(PATH, 200)).isEqualTo(PATH);
    assertThat(RowNames.shortened(PATH, 100))
        .isEqualTo(SLICE + "/cri-containerd-0123456789ab" + "c".repeat(25) + "….scope")
        .hasSize(100);
    assertThat(RowNames.shortened(PATH, 60))
        .isEqualTo("…/cri-containerd-0123456789ab" + "c".repeat(24) + "….scope")
        .hasSize(60);
    assertThat(RowNames.shortened(PATH + "/init", 41))
        .isEqualTo("…/cri-containerd-0123456789ab….scope/init");
    assertThat(RowNames.shortened("…" + SCOPE + "/init", 41))
        .isEqualTo("…/cri-containerd-0123456789ab….scope/init");
    assertThat(RowNames.shortened(PATH + "/init", 40))
        .isEqualTo("…/cri-containerd-0123456789ab….scope/in…");
    assertThat(RowNames.shortened("/a" + SLICE + "/kubepods-besteffort", 24))
        .isEqualTo("…/kubepods-besteffort");
    assertThat(RowNames.shortened(PATH, 30)).isEqualTo("…/cri-containerd-0123456789ab…");
  }

  @Test
  void labelsAfterAPathStay() {
    assertThat(RowNames.shortened("cgroup=" + PATH + " resource=cpu stall=some", 80))
        .startsWith("cgroup=…/cri-containerd-0123456789ab")
        .endsWith("….scope resource=cpu stall=some")
        .hasSize(80);
    assertThat(RowNames.shortened("cgroup=" + PATH + " #2", 80)).endsWith(".scope #2");
  }

  @Test
  void otherNamesAreCutAtTheirEnd() {
    assertThat(RowNames.shortened("17 /opt/program", 12)).isEqualTo("17 /opt/pro…");
    assertThat(RowNames.shortened("/opt/program --file /a", 12)).isEqualTo("/opt/progra…");
  }

  @Test
  void namesThatWouldLookTheSameHaveLinesOfTheirOwn() {
    String some = "cgroup=/pod/c1 resource=cpu stall=some";
    assertThat(RowNames.areTooLong(List.of(some), 80)).isTrue();
    assertThat(RowNames.areTooLong(List.of("cgroup=/pod", "cgroup=/pod/c1"), 80)).isFalse();
    String place = "drivers/net/virtio_net.c:";
    assertThat(RowNames.areTooLong(List.of(place + 10, place + 11), 80)).isTrue();
    assertThat(RowNames.areTooLong(List.of(place + 10, "fs/" + place), 80)).isFalse();
  }
}
