package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.options.Signals;
import io.github.procfs4j.cli.screens.Jump;
import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.cli.screens.Screens;
import io.github.procfs4j.cli.screens.Series;
import io.github.procfs4j.cli.screens.State;
import io.github.procfs4j.cli.screens.Subject;
import io.github.procfs4j.cli.terminal.FullScreen;
import io.github.procfs4j.cli.terminal.Key;
import io.github.procfs4j.io.Children;
import io.github.procfs4j.io.NativeAccess;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows a course on the terminal: keys change the state, and the screen of the state is drawn. All
 * keys that have come are taken before anything is drawn, so a slow terminal only shows less often.
 */
final class LiveView {
  private static final String STOP = "TSTP";

  /** How often a course is asked for news, and a stall is noticed, if nothing else happens. */
  private static final long PATIENCE_MILLIS = 1_000;

  /** How long the reading thread waits for a key before it looks whether it is still needed. */
  private static final long KEY_MILLIS = 500;

  /** A thread that has received the signal stops the others soon. */
  private static final int TO_STOP_MILLIS = 50;

  /** Keys that are not handled yet; if there are more, the terminal has to wait. */
  private static final int MOST_EVENTS = 1_000;

  private final FullScreen screen;
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>(MOST_EVENTS);
  private State state = State.initial();
  private volatile boolean isOver;

  /** Why the terminal cannot be read or written any more; null if it can. */
  private volatile @Nullable IOException gone;

  /** Something that happened. */
  private sealed interface Event {
    /** A key was pressed. */
    record Pressed(Key key) implements Event {}

    /** Something else has changed: there is a new moment, or another size. */
    record Changed() implements Event {}
  }

  LiveView(FullScreen screen) {
    this.screen = screen;
  }

  /** Draws again soon; may be called from any thread. */
  void changed() {
    boolean ignored = events.offer(new Event.Changed()); // otherwise it is drawn soon, anyway
  }

  /** Ends {@link #run} soon; may be called from any thread. */
  void end() {
    isOver = true;
    changed();
  }

  /** Shows the course until the user has had enough, or the terminal is gone. */
  void run(Course course) throws IOException {
    screen.enter();
    Signals.handle(
        "WINCH",
        () -> {
          screen.resized();
          changed();
        });
    if (NativeAccess.isEnabled()) {
      Signals.handle(STOP, this::stop);
    }
    Thread.ofPlatform().daemon().name("keys").start(this::readKeys);
    try {
      while (!isOver) {
        course.update();
        String news = course.news();
        state = news.isEmpty() ? state : state.with(news);
        draw(course);
        take(course);
      }
    } finally {
      isOver = true;
      if (NativeAccess.isEnabled()) {
        Signals.restoreDefault(STOP);
      }
    }
  }

  private void draw(Course course) throws IOException {
    FullScreen.Extent size = screen.size();
    screen.show(
        Screens.lines(
            state,
            course.moment(state),
            course.range(),
            course.status(screen.isUnicode()),
            size.columns(),
            size.rows()));
  }

  /** Waits for an event, and handles all that there are. */
  private void take(Course course) throws IOException {
    try {
      @Nullable Event event = events.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      while (event != null && !isOver) {
        switch (event) {
          case Event.Pressed pressed -> pressed(pressed.key(), course);
          case Event.Changed changed -> {}
        }
        event = events.poll();
      }
      IOException reason = gone;
      if (reason != null) {
        throw reason;
      }
    } catch (InterruptedException e) {
      isOver = true;
      Thread.currentThread().interrupt();
    }
  }

  private void pressed(Key key, Course course) throws IOException {
    Moment moment = course.moment(state);
    State.Turn turn = state.key(key, moment, course.range());
    state = turn.state();
    switch (turn.wish()) {
      case QUIT -> isOver = true;
      case WRITE -> state = state.with(course.write());
      case PAGE -> state = state.with(course.page());
      case MARK -> state = state.with(course.mark(moment.nanos(), state.typed()));
      case HIGHEST, NEXT_UNUSUAL, PREVIOUS_UNUSUAL -> jump(turn.wish(), moment, course);
      case NOTHING -> {}
    }
  }

  private void jump(State.Wish wish, Moment moment, Course course) {
    Subject subject = state.subject(moment);
    Series series = course.series(subject);
    Jump jump = Jump.of(wish, subject, series, moment.nanos(), course.range());
    state = jump.nanos().isPresent() ? state.at(jump.nanos()) : state;
    state = state.with(jump.text());
  }

  private void gone(IOException reason) {
    if (!isOver) {
      gone = reason;
      changed();
    }
  }

  private void readKeys() {
    try {
      while (!isOver) {
        Optional<Key> key = screen.key(KEY_MILLIS);
        if (key.isPresent()) {
          events.put(new Event.Pressed(key.get()));
        }
      }
    } catch (EOFException e) {
      end();
    } catch (IOException e) {
      gone(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Leaves the screen and stops this process, as the signal would without a handler; when it goes
   * on, the screen is drawn again.
   */
  private void stop() {
    try {
      screen.leave();
      Signals.restoreDefault(STOP);
      int number = Signals.number(STOP).orElseThrow();
      Children.kill(ProcessHandle.current().pid(), number);
      // Only then may it be handled again, or it would not stop. After it, this process goes on.
      do {
        Thread.sleep(TO_STOP_MILLIS);
      } while (Signals.isPending(number));
      Signals.handle(STOP, this::stop);
      screen.enter();
      changed();
    } catch (IOException e) {
      gone(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
