package io.github.procfs4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimespecTest {
  /** More than there is room for. */
  private static final int THREADS = 40;

  @Test
  @SuppressWarnings("ReferenceEquality")
  void eachThreadHasItsOwn() throws Exception {
    CyclicBarrier all = new CyclicBarrier(THREADS);
    AtomicInteger others = new AtomicInteger();
    Callable<Timespec> task =
        () -> {
          Timespec own = Timespec.ofThisThread();
          for (int i = 0; i < 10; i++) {
            all.await();
            if (Timespec.ofThisThread() != own) {
              others.incrementAndGet();
            }
          }
          return own;
        };
    Set<Timespec> different = Collections.newSetFromMap(new IdentityHashMap<>());
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Timespec>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        results.add(threads.submit(task));
      }
      for (Future<Timespec> result : results) {
        different.add(result.get());
      }
    }
    assertThat(different).hasSize(THREADS);
    assertThat(others).hasValue(0);
  }
}
