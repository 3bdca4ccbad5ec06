package io.github.procfs4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void eachErrorHasWordsOfItsOwn() throws IllegalAccessException {
    for (Field field : Errno.class.getFields()) {
      int errno = field.getInt(null);
      if (errno != Errno.EINTR) { // never returned: the call is repeated
        assertThat(Errno.text(errno)).as(field.getName()).doesNotContain("error number");
      }
    }
    assertThat(Errno.text(1234)).isEqualTo("error number 1234");
  }
}
