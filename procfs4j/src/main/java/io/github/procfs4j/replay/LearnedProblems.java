package io.github.procfs4j.replay;

import io.github.procfs4j.text.Problem;
import java.util.List;

/**
 * The problems of a text when it was learned, that is, what was left out of it, and where to find
 * them in any later text.
 *
 * <p>Replay accepts a text only if nothing has changed outside its numbers. So each problem is
 * still there, but numbers before it may have become wider, and the text at its place may show a
 * number.
 */
final class LearnedProblems {
  static final LearnedProblems NONE = new LearnedProblems("", List.of(), List.of());

  /**
   * The place of a problem, as a distance in bytes: to the next number if there are only blanks in
   * between, otherwise to the padding of that number, or to the end of the text. None of these
   * bytes can change without the text being learned again.
   */
  private record Place(int nextCell, boolean isInPadding, int distance, String expected, int more) {
    /** That of a problem without a place. */
    static Place none(Problem problem) {
      return new Place(NOWHERE, false, 0, problem.expected(), problem.more());
    }
  }

  private static final int NOWHERE = -1;

  private final String file;
  private final List<Place> places;
  private List<Problem> problems;
  private boolean isOfAnEarlierText;

  private LearnedProblems(String file, List<Problem> problems, List<Place> places) {
    this.file = file;
    this.places = places;
    this.problems = List.copyOf(problems);
  }

  /**
   * The problems of a text.
   *
   * @param file the name of the file, for messages
   * @param problems what the parser noted
   * @param text the text that has just been learned
   */
  static LearnedProblems of(String file, List<Problem> problems, LearnedText text) {
    if (problems.isEmpty()) {
      return NONE;
    }
    Lines lines = new Lines(file, text.bytes());
    return new LearnedProblems(
        file,
        problems,
        problems.stream()
            .map(
                problem ->
                    problem.hasPlace()
                        ? place(problem, lines.position(problem), text)
                        : Place.none(problem))
            .toList());
  }

  private static Place place(Problem problem, int at, LearnedText text) {
    int next = 0;
    int end = text.cells();
    while (next < end) {
      int middle = (next + end) >>> 1;
      if (text.start(middle) < at) {
        next = middle + 1;
      } else {
        end = middle;
      }
    }
    boolean isInPadding = text.padOrEnd(next) < at;
    int distance = before(next, isInPadding, text) - at;
    return new Place(next, isInPadding, distance, problem.expected(), problem.more());
  }

  /**
   * The start of a number or of its padding; for the index after the last number, the end of the
   * text.
   */
  private static int before(int cell, boolean isNumber, LearnedText text) {
    return isNumber ? text.start(cell) : text.padOrEnd(cell);
  }

  /** The next text was replayed. */
  void textChanged() {
    if (!places.isEmpty()) {
      isOfAnEarlierText = true;
    }
  }

  /** The problems of the last text. */
  List<Problem> problems(LearnedText text) {
    if (isOfAnEarlierText) {
      Lines lines = new Lines(file, text.bytes());
      problems = places.stream().map(place -> problem(place, lines, text)).toList();
      isOfAnEarlierText = false;
    }
    return problems;
  }

  private Problem problem(Place place, Lines lines, LearnedText text) {
    if (place.nextCell == NOWHERE) {
      return new Problem(file, 0, 0, "", place.expected, place.more);
    }
    int at = before(place.nextCell, place.isInPadding, text) - place.distance;
    return Problems.withMore(lines.problem(at, place.expected), place.more);
  }
}
