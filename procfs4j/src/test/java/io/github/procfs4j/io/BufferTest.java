package io.github.procfs4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class BufferTest {
  @Test
  void behindTheTextStandZerosWhateverWasThere() {
    Buffer buffer = new Buffer(100);
    buffer.segment().fill((byte) '9');
    for (int length = 100; length >= 0; length--) {
      buffer.length(length);
      for (int i = 0; i < Buffer.SLACK; i++) {
        assertThat(buffer.segment().get(ValueLayout.JAVA_BYTE, length + i)).isZero();
      }
      if (length > 0) {
        assertThat(buffer.segment().get(ValueLayout.JAVA_BYTE, length - 1)).isEqualTo((byte) '9');
      }
    }
  }

  @Test
  void growingKeepsWhatIsToBeKept() {
    Buffer buffer = new Buffer(10);
    buffer.segment().fill((byte) 'x');
    buffer.grow(10);
    assertThat(buffer.capacity()).isEqualTo(20);
    assertThat(buffer.segment().asSlice(0, 10).toArray(ValueLayout.JAVA_BYTE))
        .isEqualTo("xxxxxxxxxx".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(buffer.bytes().capacity()).isGreaterThanOrEqualTo(20);
    buffer.length(20);
  }
}
