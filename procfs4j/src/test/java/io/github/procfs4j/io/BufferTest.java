package io.github.procfs4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class BufferTest {
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
