package io.github.procfs4j.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BufferTest {
  @Test
  void growingKeepsWhatIsToBeKept() {
    Buffer buffer = new Buffer(10);
    buffer.bytes().put(0, "xxxxxxxxxx".getBytes(US_ASCII));
    buffer.grow(10);
    assertThat(buffer.capacity()).isEqualTo(20);
    assertThat(buffer.copy(0, 10)).isEqualTo("xxxxxxxxxx".getBytes(US_ASCII));
    assertThat(buffer.bytes().capacity()).isEqualTo(20);
    buffer.length(20);
  }

  @Test
  void itHasTheRoomThatWasAskedFor() {
    for (int capacity = 1; capacity < 300; capacity++) {
      Buffer buffer = new Buffer(capacity);
      assertThat(buffer.bytes().capacity()).isEqualTo(capacity);
      assertThat(buffer.bytes().alignmentOffset(0, 64)).isZero();
    }
  }
}
